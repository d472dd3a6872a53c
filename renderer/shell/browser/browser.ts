/** The browser as a shell, around server/: what a page may do by itself, and the recognizer behind a WebSocket. */
import { Listeners } from '../../listeners.ts'
import { version } from '../../../package.json'
import { BrowserLink } from './link.ts'
import { chooseFiles, listedFiles, takeDropped } from './open.ts'
import { platformOf } from './platform.ts'
import { download, saveFile } from './save.ts'
import { BrowserServer } from './server.ts'
import { newClientId, takeToken, tokenIn } from './token.ts'
import type { Opened } from '../files.ts'
import type { Shell } from '../shell.ts'
import { ShellError } from '../values.ts'

export function browserShell(): Shell {
  const server = new BrowserServer(ownToken(), newClientId())
  const link = new BrowserLink({
    dial: server.dial,
    ask: server.ask,
    wait: (milliseconds, then) => setTimeout(then, milliseconds),
    now: () => performance.now(),
  })
  return {
    kind: 'browser',
    platform: platformOf(navigator.platform),
    version,
    onRecognizer: (listener) => link.onState(listener),
    restartRecognizer() {
      link.restart()
    },
    openFiles: (what) => chooseFiles(server, what),
    openDropped: (dropped) => takeDropped(server, dropped),
    onFiles: listedOnce(server, link),
    save: saveFile,
    record: (name, kind) => Promise.resolve(download(name, kind)),
    copy,
    setFullScreen,
    onFullScreen(listener) {
      const tell = (): void => {
        listener(document.fullscreenElement !== null)
      }
      document.addEventListener('fullscreenchange', tell)
      return () => {
        document.removeEventListener('fullscreenchange', tell)
      }
    },
    openCameraSettings: undefined,
    onCommand: () => () => undefined, // a browser has its own menu
    showState() {
      // As above.
    },
  }
}

function ownToken(): string | undefined {
  // The address of a server that was started anew, put into the window of the old one: only the part behind # changes.
  addEventListener('hashchange', () => {
    if (tokenIn(location.hash) !== undefined) location.reload()
  })
  const strip = (): void => {
    history.replaceState(history.state, '', location.pathname + location.search)
  }
  return takeToken(location.hash, strip, () => sessionStorage)
}

/** Asks for the videos of the command line when the server is there for the first time, and tells them once. */
function listedOnce(server: BrowserServer, link: BrowserLink): Shell['onFiles'] {
  const listeners = new Listeners<[Opened]>()
  let waiting: Opened | undefined
  const stop = link.onState(({ state }) => {
    if (state !== 'running') return
    queueMicrotask(() => {
      stop()
    })
    listedFiles(server).then(
      (opened) => {
        if (opened.files.length === 0) return
        if (listeners.size === 0) waiting = opened
        listeners.tell(opened)
      },
      () => undefined, // if the server has gone again, the link says so
    )
  })
  return (listener) => {
    const stop = listeners.add(listener)
    if (waiting !== undefined) listener(waiting)
    waiting = undefined
    return stop
  }
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text) // not there at all, but on localhost and https
  } catch {
    throw new ShellError({
      code: 'no-permission',
      message: 'The browser does not let this page copy.',
      hint: 'Allow it in the settings of this page, or open it as localhost.',
    })
  }
}

async function setFullScreen(on: boolean): Promise<void> {
  try {
    if (on) await document.documentElement.requestFullscreen()
    else if (document.fullscreenElement !== null) await document.exitFullscreen()
  } catch {
    throw new ShellError({
      code: 'no-permission',
      message: 'The browser does not give this page the whole screen now.',
      hint: "Use the browser's own key for it, F11 in most of them.",
    })
  }
}
