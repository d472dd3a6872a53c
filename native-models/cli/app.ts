import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'

/** The starter of the app, another process: the recognizer knows nothing of windows. */
const starter = fileURLToPath(new URL('../../electron/start.js', import.meta.url))

/** The command that opens the app itself. */
export function addApp(program: Command): void {
  program
    .command('app')
    .description('open the app: a window, or with --browser (and where there is no display) a page in the browser')
    .argument('[words...]', 'videos and folders to open; --browser, --port <n>, --host <name>, --token <word>')
    .allowUnknownOption()
    .action(open)
}

function open(words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [starter, ...words], { stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
    child.once('error', reject)
    child.once('exit', (code) => {
      process.exitCode = code ?? 1
      resolve()
    })
  })
}
