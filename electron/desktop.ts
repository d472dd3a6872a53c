import { app, BrowserWindow, clipboard, Menu, session, shell, type WebContents } from 'electron'
import { basename, join } from 'node:path'
import type { MenuState } from '../renderer/shell/values.ts'
import type { BridgeOpened } from '../renderer/shell/bridge.ts'
import { texts } from '../renderer/texts.ts'
import { cameraSettings } from './security/camera-settings.ts'
import { askForFiles, askWhereToSave, recordings } from './files/dialogs.ts'
import { firstMenuState, menuTemplate } from './window/menu.ts'
import { refuseNetwork } from './security/network.ts'
import { OpenedFiles, type Named } from './files/opened-files.ts'
import { watchPage } from './window/page-life.ts'
import { restrictPermissions } from './security/permissions.ts'
import { places } from './places.ts'
import { Recognizer } from './recognizer/recognizer.ts'
import { serveScheme } from './page/scheme.ts'
import { serveIpc, tell } from './bridge/serve-ipc.ts'
import { Sinks } from './files/sinks.ts'
import { PendingFiles } from './files/pending-files.ts'
import { KeepAwake } from './window/keep-awake.ts'
import { openWindow } from './window/window.ts'

/** The app from the moment it is ready: one window, what it may do, and the recognizer beside it. */
export class Desktop {
  readonly #devtools = !app.isPackaged
  readonly #files = new OpenedFiles()
  readonly #recognizer = new Recognizer({ entry: places.recognizer, models: places.models })
  readonly #pending = new PendingFiles((paths) => this.#open(paths))
  readonly #keepAwake = new KeepAwake()
  #sinks: Sinks | undefined
  #window: BrowserWindow | undefined
  #menuState: MenuState = firstMenuState
  #started = false

  /** Files from outside; before a page listens they wait. */
  openFromOutside(paths: readonly string[]): void {
    this.#pending.add(paths)
  }

  /** Call once, when the app is ready. */
  start(): void {
    this.#started = true
    app.setAboutPanelOptions({ applicationName: texts.app, applicationVersion: app.getVersion() })
    restrictPermissions(session.defaultSession)
    refuseNetwork(session.defaultSession, this.#devtools)
    serveScheme(session.defaultSession, places.page, (id) => this.#files.pathOf(id))
    this.#recognizer.start()
    this.show()
  }

  /** Brings the window to the front, or opens it. Before the start: nothing, it opens then. */
  show(): void {
    if (!this.#started) return
    const window = this.#window
    if (window === undefined) {
      this.#openWindow()
      return
    }
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  /** Before the app quits. Never rejects. */
  async end(): Promise<void> {
    await Promise.allSettled([this.#sinks?.abandon(), this.#recognizer.end()])
  }

  #openWindow(): void {
    const window = openWindow({
      preload: places.preload,
      stateFile: join(app.getPath('userData'), 'window.json'),
      version: app.getVersion(),
      icon: places.icon,
      devtools: this.#devtools,
    })
    const { webContents } = window
    const sinks = new Sinks({
      ask: (name, kind) => askWhereToSave(window, name, kind),
      recordings,
      reveal: (path) => {
        shell.showItemInFolder(path)
      },
    })
    this.#window = window
    this.#sinks = sinks
    watchPage(window, () => {
      this.#pending.stop()
      this.#showState(firstMenuState, undefined)
      void sinks.abandon()
    })
    window.once('closed', () => {
      this.#window = undefined
    })
    this.#serve(window, webContents, sinks)
    this.#buildMenu(webContents)
  }

  #serve(window: BrowserWindow, webContents: WebContents, sinks: Sinks): void {
    const tellFullScreen = (): void => {
      if (!window.isDestroyed()) tell(webContents, 'full-screen', window.isFullScreen())
    }
    window.on('enter-full-screen', tellFullScreen)
    window.on('leave-full-screen', tellFullScreen)
    serveIpc(
      webContents,
      {
        'open-files': async (what) => this.#open((await askForFiles(window, what)).map(named), what === 'labels'),
        'open-dropped': (dropped) => this.#open(dropped),
        'open-sink': (how, name, kind) => sinks.open(how, name, kind),
        'write-sink': async (sink, bytes) => {
          await sinks.write(sink, bytes)
          return undefined
        },
        'close-sink': (sink) => sinks.close(sink),
        'abort-sink': async (sink, keep) => {
          await sinks.abort(sink, keep)
          return undefined
        },
        copy: async (text) => {
          await clipboard.writeText(text) // a promise from Electron 40 or so on
          return undefined
        },
        'set-full-screen': (on) => {
          window.setFullScreen(on)
          return undefined
        },
      },
      {
        'attach-recognizer': () => {
          this.#recognizer.attach(webContents)
        },
        'restart-recognizer': () => {
          this.#recognizer.restart()
        },
        'attach-files': () => {
          this.#pending.listen((opened) => {
            tell(webContents, 'files', opened)
          })
        },
        'attach-full-screen': tellFullScreen,
        'reveal-saved': (sink) => {
          sinks.reveal(sink)
        },
        'open-camera-settings': () => {
          const address = cameraSettings[process.platform]
          if (address !== undefined) void shell.openExternal(address)
        },
        'show-state': (state) => {
          this.#showState(state, webContents)
        },
      },
    )
  }

  /** Vets files for the page; the recognizer knows them before the page does. */
  async #open(paths: readonly Named[], labels = false): Promise<BridgeOpened> {
    const opened = await this.#files.open(paths, labels)
    await this.#recognizer.know(opened.files.map(({ id }) => ({ id, path: this.#files.pathOf(id)! })))
    return opened
  }

  #showState(state: MenuState, webContents: WebContents | undefined): void {
    this.#keepAwake.set((state.live && !state.paused) || state.recording)
    if (JSON.stringify(state) === JSON.stringify(this.#menuState)) return
    this.#menuState = state
    this.#buildMenu(webContents)
  }

  #buildMenu(webContents: WebContents | undefined): void {
    const template = menuTemplate(this.#menuState, {
      mac: process.platform === 'darwin',
      devtools: this.#devtools,
      run: (command) => {
        if (webContents !== undefined) tell(webContents, 'command', command)
        this.#buildMenu(webContents) // a click has set its mark; the page says whether that holds
      },
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
}

const named = (path: string): Named => ({ path, name: basename(path) })
