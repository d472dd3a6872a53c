/**
 * What `npm start` runs: the desktop app with the files it was given, or, where that cannot be, the same app in a browser,
 * after one line that says why. Arguments: files and folders; --browser and what the server knows (--port, --host, ...).
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { electronPath } from './start/electron-path.ts'
import { readStartArguments } from './start/arguments.ts'
import { noDesktop } from './start/checks.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const serverEntry = fileURLToPath(new URL('../server/main.js', import.meta.url))

const { browser, files, server, chromium } = readStartArguments(process.argv.slice(2), process.cwd())
const why = browser ? undefined : noDesktop(process.platform, process.env, process.getuid?.(), chromium)
const found = browser || why !== undefined ? undefined : await electronPath()

if (found !== undefined && 'path' in found) {
  const env = { ...process.env }
  delete env['ELECTRON_RUN_AS_NODE'] // set in the terminals of some editors: it would be plain Node, and open nothing
  follow(spawn(found.path, [...chromium, root, ...files], { stdio: 'inherit', env }))
} else {
  const reason = why ?? found?.why
  if (reason !== undefined) console.log(`actscope: ${reason} It opens in the browser instead.`)
  follow(spawn(process.execPath, [serverEntry, ...server, ...files], { stdio: 'inherit' }))
}

/** This process lives as long as that one, ends as it ends, and passes on what asks it to end. */
function follow(child: ChildProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`actscope: it could not be started: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}
