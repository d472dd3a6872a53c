/** The same app in a browser: server/ as a process, and a Chromium without a window. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Download, type Page } from '@playwright/test'
import { executableOf, isRoot } from '../machine/targets.ts'
import { cameraSwitches, drop, isThere, stopFor, type App, type LaunchOptions } from './app.ts'
import { ServerProcess } from './server-process.ts'
import { Watch } from './watch.ts'

export async function launchBrowser(options: LaunchOptions): Promise<App> {
  const app = new BrowserApp(options)
  await app.start()
  return app
}

class BrowserApp implements App {
  readonly kind = 'browser'
  readonly watch = new Watch(({ host }) => host === this.#server.host)
  readonly #options: LaunchOptions
  readonly #server: ServerProcess
  readonly #downloads: Promise<string>[] = []
  #context: BrowserContext | undefined
  #page: Page | undefined

  constructor(options: LaunchOptions) {
    this.#options = options
    this.#server = new ServerProcess(options)
  }

  get page(): Page {
    return this.#page!
  }

  async start(): Promise<void> {
    const found = executableOf('browser')
    if ('why' in found) throw new Error(found.why)
    await this.#server.start()
    const context = await chromium.launchPersistentContext(join(this.#options.folder, 'user'), {
      executablePath: found.path,
      headless: true,
      chromiumSandbox: !isRoot,
      args: [...cameraSwitches(this.#options)],
      viewport: { width: 1280, height: 800 },
      permissions: ['camera', 'clipboard-read', 'clipboard-write'],
    })
    this.#context = context
    this.watch.attach(context)
    // Its window is the browser's own: no test can press its buttons. Without it everything is a download.
    await context.addInitScript(() => {
      Reflect.deleteProperty(window, 'showSaveFilePicker')
    })
    context.on('page', (page) => {
      this.#collect(page)
    })
    this.#page = context.pages()[0] ?? (await context.newPage())
    this.#collect(this.#page)
    this.#page.setDefaultTimeout(30_000)
    await this.#page.goto(this.#server.address)
    await isThere(this.#page)
  }

  async dropFiles(paths: readonly string[]): Promise<void> {
    const session = await this.#context!.newCDPSession(this.page)
    await drop(session, this.page, paths)
    await session.detach()
  }

  saved(): Promise<readonly string[]> {
    return Promise.all(this.#downloads)
  }

  copied(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText())
  }

  async killRecognizer(): Promise<void> {
    this.watch.expect(/WebSocket|ERR_CONNECTION|Failed to load resource/)
    await this.#server.end('SIGKILL')
    await this.#server.start()
  }

  async exhaustRecognizer(): Promise<void> {
    this.watch.expect(/WebSocket|ERR_CONNECTION|Failed to load resource/)
    await this.#server.end('SIGKILL')
  }

  repairRecognizer(): Promise<void> {
    return this.#server.start()
  }

  denyCamera(): Promise<void> {
    return this.#setCamera('denied')
  }

  allowCamera(): Promise<void> {
    return this.#setCamera('granted')
  }

  isFullScreen(): Promise<boolean> {
    return this.page.evaluate(() => document.fullscreenElement !== null)
  }

  resize(width: number, height: number): Promise<void> {
    return this.page.setViewportSize({ width, height })
  }

  async sleep(milliseconds: number): Promise<void> {
    const session = await this.#context!.browser()!.newBrowserCDPSession()
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    await session.detach()
    const renderers = processInfo.filter(({ type }) => type === 'renderer')
    await Promise.all(renderers.map(({ id }) => stopFor(id, milliseconds)))
  }

  async relaunch(): Promise<void> {
    await this.close()
    await this.start()
  }

  async close(): Promise<void> {
    await this.#context?.close()
    this.#context = undefined
    await this.#server.end('SIGTERM')
  }

  async #setCamera(setting: 'denied' | 'granted'): Promise<void> {
    // It holds as long as this session does.
    const session = await this.#context!.newCDPSession(this.page)
    const permission = { name: 'camera' }
    await session.send('Browser.setPermission', { permission, setting, origin: `http://${this.#server.host}` })
  }

  #collect(page: Page): void {
    page.on('download', (download) => this.#downloads.push(this.#save(download)))
  }

  async #save(download: Download): Promise<string> {
    const folder = join(this.#options.folder, 'saved')
    mkdirSync(folder, { recursive: true })
    const path = join(folder, download.suggestedFilename())
    await download.saveAs(path)
    return path
  }
}
