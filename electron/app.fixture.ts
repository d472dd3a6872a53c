/** The real app for tests: in Electron, on a display of its own where there is none. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import type { ElectronApplication, Page } from 'playwright'
import type { BridgeOpened, BridgeRecognizerState } from '../renderer/shell/bridge.ts'
import { provideDisplay } from '../e2e/machine/display.ts'
import { launchElectron } from '../e2e/machine/launch-electron.ts'
import { executableOf, isRoot, root, whyNot } from '../e2e/machine/targets.ts'

export { root }
export const sample = join(root, 'samples', 'jumping-jacks.mp4')

const found = executableOf('desktop')
const executable = 'path' in found ? found.path : undefined

/** For node:test's `skip`: why the real app cannot be started here, or false. */
export const noElectron: string | false = whyNot('desktop') ?? false

/** Root cannot have Chromium's own sandbox; what is tested here does not lie in it. */
export const asRoot: readonly string[] = isRoot ? ['--no-sandbox'] : []

/** What is given back when the tests of a file have ended, the newest first. */
const atEnd: (() => unknown)[] = []
after(async () => {
  const failures: unknown[] = []
  for (const end of atEnd) {
    try {
      await end()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
})

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'actscope-electron-'))
  atEnd.unshift(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return folder
}

let display: Promise<() => void> | undefined

/** The environment of the app, with a display that ends with the tests of this file. */
export async function environment(): Promise<Record<string, string>> {
  if (display === undefined) {
    display = provideDisplay()
    const end = await display
    atEnd.push(end)
  }
  await display
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(own)
}

export interface Started {
  readonly app: ElectronApplication
  readonly page: Page
  /** Its user data: settings, window state. */
  readonly userData: string
}

/** Starts the app, by default with user data of its own; it is closed with the tests of its file, if not before. */
export async function start(words: readonly string[] = [], userData = temporaryFolder()): Promise<Started> {
  const app = await launchElectron({
    executablePath: executable!,
    args: [...asRoot, `--user-data-dir=${userData}`, '--use-fake-device-for-media-stream', root, ...words],
    cwd: root,
    env: await environment(),
  })
  const child = app.process()
  atEnd.unshift(() => (child.exitCode === null && child.signalCode === null ? close(app) : undefined))
  const page = await app.firstWindow()
  await page.waitForLoadState()
  return { app, page, userData }
}

/** Asks the app to quit, as a user does. Throws where it does not end; it is killed then, so that no test waits for it. */
export async function close(app: ElectronApplication): Promise<void> {
  const child = app.process()
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000)
  await app.close()
  clearTimeout(timer)
  assert.notEqual(child.signalCode, 'SIGKILL', 'The app was asked to quit, and had not ended after 60 s.')
}

/** The words that start a second instance, for `spawn`. */
export const secondInstance = (userData: string, words: readonly string[]): [string, string[]] => [
  executable!,
  [...asRoot, `--user-data-dir=${userData}`, root, ...words],
]

/** Runs code in the page; it may await, and `return`s its answer. */
export const inPage = <T = unknown>(page: Page, code: string): Promise<T> =>
  page.evaluate<T>(`(async () => { ${code} })()`)

/** The error that code in the page ends with, by its name. */
export const failureInPage = (page: Page, code: string): Promise<string> =>
  inPage(page, `try { ${code}; return 'no error' } catch (error) { return error.name }`)

/** Listens in, from a fresh load of the page on: to the states it is told, and to what comes over its newest port. */
export async function watchRecognizer({ app, page }: Started): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!
    const news: unknown[] = []
    Object.assign(globalThis, { news })
    for (const name of ['send', 'postMessage'] as const) {
      const original = (webContents[name] as (...all: unknown[]) => void).bind(webContents)
      const listening = (channel: string, given: unknown, ...more: unknown[]): void => {
        if (channel === 'recognizer') news.push(given)
        original(channel, given, ...more)
      }
      Object.assign(webContents, { [name]: listening })
    }
  })
  await spyOnPort(page)
  await page.reload()
  // Once it runs, a page that is loaded gets one port; while it starts, it may get two.
  await until(() => inPage<boolean>(page, 'return seen.ports > 0'), 'the recognizer runs')
  await page.reload()
}

/** From the next load of the page on. */
export async function spyOnPort(page: Page): Promise<void> {
  await page.addInitScript(`
    globalThis.seen = { ports: 0, port: undefined, received: [] }
    window.addEventListener('message', ({ ports: [port] }) => {
      if (port === undefined) return
      seen.ports++
      seen.port = port
      seen.received = []
      port.addEventListener('message', ({ data }) => seen.received.push(data))
    }, { capture: true })`)
}

export const states = ({ app }: Started): Promise<BridgeRecognizerState[]> =>
  app.evaluate(() => (globalThis as unknown as { news: BridgeRecognizerState[] }).news)

/** Opens files of the disk as if they had been dropped on the window. */
export async function drop({ page }: Started, ...paths: string[]): Promise<BridgeOpened> {
  await inPage(
    page,
    `document.body.append(Object.assign(document.createElement('input'), { id: 'drop', type: 'file', multiple: true }))`,
  )
  await page.setInputFiles('#drop', paths)
  const { ok } = await inPage<{ ok: BridgeOpened }>(
    page,
    `const input = document.querySelector('#drop'); input.remove(); return actscope.openDropped([...input.files])`,
  )
  return ok
}

/** What came over the port: messages of one type. */
export const received = <T>(page: Page, type: string): Promise<T[]> =>
  inPage(page, `return seen.received.filter(({ type }) => type === ${JSON.stringify(type)})`)

/** Asks the recognizer over that port, and waits for its answer. */
export const call = <T>(page: Page, name: string, ask: object): Promise<T> =>
  inPage(
    page,
    `const id = Math.floor(Math.random() * 2 ** 40)
     seen.port.postMessage({ type: 'request', id, call: ${JSON.stringify(name)}, ask: ${JSON.stringify(ask)} })
     for (;;) {
       const found = seen.received.find((message) => message.id === id)
       if (found?.type === 'reply') return found.answer
       if (found !== undefined) throw new Error(JSON.stringify(found))
       await new Promise((resolve) => setTimeout(resolve, 20))
     }`,
  )

/** Waits until something is so. */
export async function until<T>(look: () => Promise<T | undefined | false>, what: string, seconds = 60): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > end) throw new Error(`It did not happen within ${seconds} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
