/** What this machine can run the app in. Each thing that is not there says so in words. */
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { givenElectron, installedElectron, type Found } from '../../electron/start/electron-path.ts'

/** The repository. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))

export const targets = ['desktop', 'browser'] as const
export type Target = (typeof targets)[number]

export const isRoot = process.getuid?.() === 0

/** The executable that a target runs in. */
export const executableOf = (target: Target): Found => (target === 'desktop' ? electron() : chromium())

/** Why a target cannot be run here; undefined if it can. */
export function whyNot(target: Target): string | undefined {
  const found = executableOf(target)
  if ('why' in found) return found.why
  return target === 'desktop' ? whyNoDisplay() : undefined
}

/** Whether a display has to be made before a window can be opened. */
export const needsDisplay = (): boolean =>
  process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']

export const onPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable)

/** Nothing is downloaded for a test: `npm start` does that, once. */
function electron(): Found {
  const named = process.env['ELECTRON_EXECUTABLE']
  if (named) return isExecutable(named) ? { path: named } : { why: `ELECTRON_EXECUTABLE is no program (${named}).` }
  const path = installedElectron()
  const absent = { why: 'Electron itself is not here yet (npm start downloads it once).' }
  return givenElectron() ?? (path === undefined ? absent : { path })
}

function chromium(): Found {
  const named = process.env['PLAYWRIGHT_CHROMIUM']
  if (named) return isExecutable(named) ? { path: named } : { why: `PLAYWRIGHT_CHROMIUM is no program (${named}).` }
  const path = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(onPath).find(Boolean)
  const usual = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ].find((place) => existsSync(place))
  const found = path ?? usual
  return found === undefined
    ? { why: 'There is no Chromium or Chrome (PLAYWRIGHT_CHROMIUM may name one).' }
    : { path: found }
}

const whyNoDisplay = (): string | undefined =>
  needsDisplay() && onPath('Xvfb') === undefined ? 'There is no display, and no Xvfb to make one.' : undefined

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
