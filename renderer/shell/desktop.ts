/** The desktop shell: what renderer/shell/shell.ts asks, over the bridge that the preload script lays into the page. */
import { Listeners } from '../listeners.ts'
import type { PagePort } from '../../native-models/protocol.ts'
import { recognizerPortMessage, type Bridge, type BridgeOpened, type Result } from './bridge.ts'
import { fetchRange } from './fetch-range.ts'
import type { Opened, Sink } from './files.ts'
import type { RecognizerState, Shell } from './shell.ts'
import { ShellError } from './values.ts'

export function desktopShell(bridge: Bridge): Shell {
  const recognizer = recognizerStates(bridge)
  const files = firstOnce<Opened>((emit) => {
    bridge.onFiles((opened) => {
      emit(asOpened(opened))
    })
  })
  const fullScreen = lasting<boolean>((emit) => {
    bridge.onFullScreen(emit)
  })
  const command = firstOnce<string>((emit) => {
    bridge.onCommand(emit)
  })
  const openSink = async (...how: Parameters<Bridge['openSink']>): Promise<Sink | undefined> => {
    const sink = await ok(bridge.openSink(...how))
    return sink === undefined ? undefined : sinkOf(bridge, sink)
  }

  return {
    kind: 'desktop',
    platform: bridge.platform,
    version: bridge.version,
    onRecognizer: recognizer,
    restartRecognizer() {
      bridge.restartRecognizer()
    },
    openFiles: async (what) => asOpened(await ok(bridge.openFiles(what))),
    // `files` is emptied when the drop event is over.
    openDropped: (dropped) => ok(bridge.openDropped([...dropped.files])).then(asOpened),
    onFiles: files,
    save: (name, kind) => openSink('save', name, kind),
    async record(name, kind) {
      const sink = await openSink('record', name, kind)
      if (sink !== undefined) return sink
      throw new ShellError({ code: 'shell-failed', message: 'The recording was given no file.' })
    },
    copy: (text) => ok(bridge.copy(text)),
    setFullScreen: (on) => ok(bridge.setFullScreen(on)),
    onFullScreen: fullScreen,
    openCameraSettings: bridge.canOpenCameraSettings
      ? () => {
          bridge.openCameraSettings()
        }
      : undefined,
    onCommand: command,
    showState(state) {
      bridge.showState(state)
    },
  }
}

/** The value, or a ShellError. Also when the main process does not answer at all. */
async function ok<T>(asked: Promise<Result<T>>): Promise<T> {
  const result = await asked.catch((error: unknown): never => {
    const message = `The window cannot reach its own app: ${error instanceof Error ? error.message : String(error)}`
    throw new ShellError({ code: 'unreachable', message, hint: 'Close Actscope and start it again.' })
  })
  if ('fault' in result) throw new ShellError(result.fault)
  return result.ok
}

const asOpened = ({ files, refused }: BridgeOpened): Opened => ({
  refused,
  files: files.map(({ id, name, bytes, url }) => ({
    key: id,
    name,
    bytes,
    url,
    read: (from, to) => fetchRange(url, from, to),
    provide(progress, signal) {
      if (signal.aborted) return Promise.reject(new ShellError({ code: 'cancelled', message: 'It was cancelled.' }))
      progress(1)
      return Promise.resolve(id)
    },
    release() {
      // Nothing was copied.
    },
  })),
})

const sinkOf = (bridge: Bridge, sink: number): Sink => ({
  write: (bytes) => ok(bridge.writeSink(sink, bytes)),
  async close() {
    const { name, place } = await ok(bridge.closeSink(sink))
    return {
      name,
      place,
      reveal: () => {
        bridge.revealSaved(sink)
      },
    }
  },
  abort: (keep) => ok(bridge.abortSink(sink, keep)),
})

type Listen<T> = (listener: (value: T) => void) => () => void

/** The bridge is listened to once, from the first listener on; what came while nobody listened goes to the next one. */
function firstOnce<T>(begin: (emit: (value: T) => void) => void): Listen<T> {
  const listeners = new Listeners<[T]>()
  let waiting: T[] = []
  let begun = false
  return (listener) => {
    const stop = listeners.add(listener)
    const missed = waiting
    waiting = []
    for (const value of missed) listener(value)
    if (!begun) {
      begun = true
      begin((value) => {
        if (listeners.size === 0) waiting.push(value)
        listeners.tell(value)
      })
    }
    return stop
  }
}

/** As above, for something that holds: every listener is told at once what holds now. */
function lasting<T>(begin: (emit: (value: T) => void) => void, first?: T): Listen<T> {
  const listeners = new Listeners<[T]>()
  let now: { readonly value: T } | undefined = first === undefined ? undefined : { value: first }
  let begun = false
  return (listener) => {
    const stop = listeners.add(listener)
    if (now !== undefined) listener(now.value)
    if (!begun) {
      begun = true
      begin((value) => {
        now = { value }
        listeners.tell(value)
      })
    }
    return stop
  }
}

/**
 * The states of the bridge, each `running` with the port that follows it as a window message. A port that is overtaken
 * (the recognizer has ended again meanwhile) is closed.
 */
function recognizerStates(bridge: Bridge): Listen<RecognizerState> {
  return lasting<RecognizerState>(
    (emit) => {
      const awaited: { readonly restarts: number; overtaken: boolean }[] = []
      window.addEventListener('message', ({ data, source, origin, ports: [port] }: MessageEvent<unknown>) => {
        if (data !== recognizerPortMessage || source !== window || origin !== location.origin || !port) return
        const running = awaited.shift()
        if (running === undefined || running.overtaken) port.close()
        else emit({ state: 'running', restarts: running.restarts, port: portOf(port) })
      })
      bridge.onRecognizer((state) => {
        for (const running of awaited) running.overtaken = true
        if (state.state === 'running') awaited.push({ restarts: state.restarts, overtaken: false })
        else emit(state)
      })
    },
    { state: 'starting' },
  )
}

/** A port of the page as the protocol's. */
function portOf(port: MessagePort): PagePort {
  return {
    postMessage(message, transfer = []) {
      port.postMessage(message, [...transfer])
    },
    onMessage(listener) {
      port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        listener(data)
      })
      port.addEventListener('messageerror', () => {
        listener(undefined)
      })
      port.start()
    },
    onClose(listener) {
      port.addEventListener('close', listener, { once: true })
    },
    close() {
      port.close()
    },
  }
}
