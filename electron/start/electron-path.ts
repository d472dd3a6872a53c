import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** How long a first download may take, in milliseconds. */
const downloadTimeout = 5 * 60_000

export type Found = { readonly path: string } | { readonly why: string }

/**
 * The Electron executable. The `electron` package downloads it on first use: that is done here, with a bounded time, as
 * requiring the package would block for as long as it likes. ELECTRON_OVERRIDE_DIST_PATH names a folder that has one.
 */
export async function electronPath(): Promise<Found> {
  const given = givenElectron()
  if (given !== undefined) return given
  const folder = packageFolder()
  if (folder === undefined) return { why: 'The electron package is not installed (npm ci).' }
  const here = installed(folder)
  if (here !== undefined) return { path: here }
  console.log('actscope: Electron is downloaded once (about 120 MB)...')
  const failure = await download(folder)
  const now = installed(folder)
  return now === undefined ? { why: `Electron could not be downloaded${failure}.` } : { path: now }
}

/** The one in the folder that ELECTRON_OVERRIDE_DIST_PATH names; undefined: it names none. */
export function givenElectron(): Found | undefined {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (folder === undefined || folder === '') return undefined
  const path = join(folder, executableName())
  return existsSync(path) ? { path } : { why: `ELECTRON_OVERRIDE_DIST_PATH holds no Electron (${path}).` }
}

/** The one that was downloaded before, if any. */
export function installedElectron(): string | undefined {
  const folder = packageFolder()
  return folder === undefined ? undefined : installed(folder)
}

function packageFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return undefined
  }
}

function installed(folder: string): string | undefined {
  try {
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'))
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

/** What went wrong, to be put behind a sentence; empty if nothing did. */
function download(folder: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: downloadTimeout,
    })
    let said = ''
    child.stderr.on('data', (text: Buffer) => {
      said = (said + text.toString()).slice(0, 2000)
    })
    child.on('error', (error) => {
      resolve(`: ${error.message}`)
    })
    child.on('close', (code, signal) => {
      if (code === 0) resolve('')
      else if (signal !== null) resolve(` within ${downloadTimeout / 60_000} minutes`)
      else resolve(reasonIn(said))
    })
  })
}

/** The first line that says what is wrong. */
function reasonIn(said: string): string {
  const line = /^.*error.*$/im.exec(said)?.[0] ?? said.split('\n')[0] ?? ''
  return line.trim() === '' ? '' : `: ${line.trim().replace(/[.:]$/, '').slice(0, 200)}`
}

const executableName = (): string =>
  process.platform === 'darwin'
    ? 'Electron.app/Contents/MacOS/Electron'
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron'
