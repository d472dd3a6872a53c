/** The real desktop app. */
import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { expect, type ElectronApplication, type Page } from '@playwright/test'
import { launchElectron } from '../machine/launch-electron.ts'
import { executableOf, isRoot, root } from '../machine/targets.ts'
import { cameraSwitches, drop, isThere, stopFor, type App, type LaunchOptions } from './app.ts'
import { Watch } from './watch.ts'

/** Before the first page of a slow machine. */
const timeout = 60_000

export async function launchDesktop(options: LaunchOptions): Promise<DesktopApp> {
  const app = new DesktopApp(options)
  await app.start()
  return app
}

export class DesktopApp implements App {
  readonly kind = 'desktop'
  readonly watch = new Watch(({ protocol, host }) => protocol === 'actscope:' && host === 'app')
  readonly #options: LaunchOptions
  #electron: ElectronApplication | undefined
  #page: Page | undefined

  constructor(options: LaunchOptions) {
    this.#options = options
  }

  get page(): Page {
    return this.#page!
  }

  /** For what only the desktop has. */
  get electron(): ElectronApplication {
    return this.#electron!
  }

  async start(): Promise<void> {
    const found = executableOf('desktop')
    if ('why' in found) throw new Error(found.why)
    const { folder, files, models, recordings, environment } = this.#options
    const env = { ...process.env, ...environment, ACTSCOPE_MODELS: models } as Record<string, string>
    delete env['ELECTRON_RUN_AS_NODE']
    const electron = await launchElectron({
      executablePath: found.path,
      cwd: folder, // where the film of the camera lies, whose path is the camera's name
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        `--user-data-dir=${join(folder, 'user')}`,
        ...cameraSwitches(this.#options).map((word) => word.replace(`${folder}${sep}`, '')),
        root,
        ...files,
      ],
      env,
    })
    this.#electron = electron
    this.watch.attach(electron.context())
    this.#page = await electron.firstWindow({ timeout })
    this.#page.setDefaultTimeout(30_000)
    // Dialogs are the system's: no test can press their buttons. Each name is saved where the test looks.
    await electron.evaluate(
      ({ app, dialog }, { saves, videos }) => {
        app.setPath('videos', videos)
        dialog.showSaveDialog = (...given: unknown[]) => {
          const { defaultPath = 'unnamed' } = given.at(-1) as Electron.SaveDialogOptions
          const name = defaultPath.split(/[\\/]/).at(-1)!
          return Promise.resolve({ canceled: false, filePath: `${saves}/${name}` })
        }
      },
      { saves: join(folder, 'saved'), videos: recordings },
    )
    await isThere(this.page)
  }

  async dropFiles(paths: readonly string[]): Promise<void> {
    const session = await this.electron.context().newCDPSession(this.page)
    await drop(session, this.page, paths)
    await session.detach()
  }

  saved(): Promise<readonly string[]> {
    const folders = [join(this.#options.folder, 'saved'), join(this.#options.recordings, 'Actscope')]
    const whole = folders.flatMap((folder) =>
      filesIn(folder)
        .filter((name) => !name.endsWith('.part'))
        .map((name) => join(folder, name)),
    )
    return Promise.resolve(whole)
  }

  copied(): Promise<string> {
    return this.electron.evaluate(({ clipboard }) => clipboard.readText())
  }

  async killRecognizer(): Promise<void> {
    let pid: number | undefined
    await expect.poll(async () => (pid = await this.#recognizerPid()), { timeout }).toBeDefined()
    process.kill(pid!, 'SIGKILL')
    await expect.poll(() => this.#recognizerPid()).not.toBe(pid)
  }

  /** Three times within five minutes. */
  async exhaustRecognizer(): Promise<void> {
    for (let i = 0; i < 3; i++) await this.killRecognizer()
  }

  repairRecognizer(): Promise<void> {
    return Promise.resolve()
  }

  denyCamera(): Promise<void> {
    return this.electron.evaluate(({ session }) => {
      session.defaultSession.setPermissionCheckHandler(() => false)
      session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => {
        answer(false)
      })
    })
  }

  allowCamera(): Promise<void> {
    return this.electron.evaluate(({ session }) => {
      session.defaultSession.setPermissionCheckHandler(() => true)
      session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => {
        answer(true)
      })
    })
  }

  isFullScreen(): Promise<boolean> {
    return this.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isFullScreen())
  }

  resize(width: number, height: number): Promise<void> {
    return this.electron.evaluate(
      ({ BrowserWindow }, size) => {
        BrowserWindow.getAllWindows()[0]!.setContentSize(...size)
      },
      [width, height] as const,
    )
  }

  async sleep(milliseconds: number): Promise<void> {
    const pid = await this.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId(),
    )
    await stopFor(pid, milliseconds)
  }

  async relaunch(): Promise<void> {
    await this.close()
    await this.start()
  }

  async close(): Promise<void> {
    const child = this.#electron?.process()
    // An app that does not end when it is asked to is a fault, which the test is told instead of hanging on it.
    const timer = setTimeout(() => {
      this.watch.note('the app was asked to quit, and had not ended after 60 s')
      child?.kill('SIGKILL')
    }, 60_000)
    await this.#electron?.close().catch(() => undefined)
    clearTimeout(timer)
    this.#electron = undefined
  }

  async #recognizerPid(): Promise<number | undefined> {
    return this.electron.evaluate(
      ({ app }) =>
        app.getAppMetrics().find(({ type, name }) => type === 'Utility' && name?.includes('Recognizer'))?.pid,
    )
  }
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted()
  } catch {
    return [] // nothing was saved there yet
  }
}
