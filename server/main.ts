#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command, InvalidArgumentError, Option } from 'commander'
import { describeError } from '../native-models/cli/output.ts'
import { allEngines, disposeEngines } from '../native-models/engines/engines.ts'
import { openCatalogue } from '../native-models/models/catalogue.ts'
import { isToken, randomSecret, shortestToken } from './access.ts'
import { announcement } from './start/announce.ts'
import { openBrowser } from './start/open-browser.ts'
import { loadPage } from '../serving/page.ts'
import { startServer } from './server.ts'

// Actscope in a browser, see docs/browser-mode.md. Exit codes: 0 all well, 1 it could not start, 2 wrong arguments.

interface Options {
  readonly port?: number
  readonly host: string
  readonly token?: string
  readonly open: boolean
}

/** Always the same, as long as it is free: a browser keeps the settings of a page by its address, port included. */
const usualPort = 4178
/** Milliseconds for a pass that is under way to end. */
const endTimeout = 8_000

const root = new URL('../../', import.meta.url)

const port = (text: string): number => {
  const value = Number(text)
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new InvalidArgumentError('It must be a number from 0 to 65535.')
  return value
}

const token = (text: string): string => {
  if (!isToken(text))
    throw new InvalidArgumentError(`It must have at least ${shortestToken} characters, of A-Z a-z 0-9 . _ ~ - alone.`)
  return text
}

async function run(videos: readonly string[], options: Options): Promise<void> {
  const page = loadPage(fileURLToPath(new URL('dist/page', root)))
  const engine = allEngines()
  const { host, port, token = randomSecret() } = options
  const place = { host, port: port ?? usualPort, orNext: port === undefined }
  const server = await startServer({ ...place, token, page, videos, engine, catalogue: openCatalogue() })
  process.on('exit', () => {
    server.deleteUploads()
  })
  const end = async (): Promise<void> => {
    setTimeout(() => process.exit(0), endTimeout).unref()
    await server.close()
    await disposeEngines(engine)
    process.exit(0)
  }
  let ending = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (ending) process.exit(1) // asked twice
      ending = true
      void end()
    })
  const { line, browse } = announcement(host, server.port, token)
  console.log(line)
  if (options.open) openBrowser(browse)
}

const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }
const program = new Command('actscope-server')
  .description('Actscope in a browser: serves the page and runs the recognizer, for this machine alone')
  .version(version)
  .argument('[files...]', 'videos to begin with')
  .addOption(
    new Option('--port <n>', `port to listen on (default: ${usualPort}, or the next that is free)`).argParser(port),
  )
  .option('--host <address>', 'address to listen on; anything but the own machine is open to the network', '127.0.0.1')
  .addOption(
    new Option('--token <text>', 'what the page must know (default: a random one)')
      .argParser(token)
      .env('ACTSCOPE_TOKEN'),
  )
  .option('--no-open', 'do not open the browser')
  .showHelpAfterError('(--help shows what there is)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action(run)

try {
  await program.parseAsync()
} catch (error) {
  console.error(describeError(error))
  if (process.env['ACTSCOPE_DEBUG'] !== undefined) console.error(error)
  process.exit(1)
}
