import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron'
import type { WireError } from '../../native-models/protocol.ts'
import type { BridgeRecognizerState } from '../../renderer/shell/bridge.ts'
import { CrashCount } from '../crash-count.ts'
import type { FromRecognizer, KnownFile, ToRecognizer } from './messages.ts'

export interface RecognizerOptions {
  /** The script of the recognizer's process. */
  readonly entry: string
  /** The folder of the models. */
  readonly models: string
}

/** How long a process may take to end when it is asked to, in milliseconds. */
const endTimeout = 5000

/**
 * The life of the recognizer's process. It starts with the first page, is started again when it ends by itself (three times
 * within five minutes: it stays ended until somebody asks), knows the opened files, and gives every page a port.
 */
export class Recognizer {
  readonly #options: RecognizerOptions
  readonly #crashes = new CrashCount()
  readonly #files = new Map<string, string>()
  readonly #pages = new Set<WebContents>()
  /** Batches of files that the process has not confirmed. */
  readonly #unconfirmed = new Map<number, () => void>()
  #process: UtilityProcess | undefined
  #state: BridgeRecognizerState = { state: 'starting' }
  #restarts = 0
  #lastBatch = 0
  #ending = false

  constructor(options: RecognizerOptions) {
    this.#options = options
  }

  /** From now on this page is told the state, first of all what holds now. Once more (a reload): with a fresh port. */
  attach(page: WebContents): void {
    if (!this.#pages.has(page)) {
      this.#pages.add(page)
      page.once('destroyed', () => this.#pages.delete(page))
    }
    this.start()
    this.#tell(page)
  }

  start(): void {
    if (this.#process === undefined && this.#state.state === 'starting') this.#fork()
  }

  /** After it was stopped; nothing happens otherwise. */
  restart(): void {
    if (this.#state.state !== 'stopped' || this.#ending) return
    this.#crashes.forgive()
    this.#restarts++
    this.#become({ state: 'starting' })
    this.#fork()
  }

  /** Resolves when the process knows these files (or when none runs: the next one is told before it serves). */
  know(files: readonly KnownFile[]): Promise<void> {
    for (const { id, path } of files) this.#files.set(id, path)
    if (this.#state.state !== 'running' || files.length === 0) return Promise.resolve()
    const batch = ++this.#lastBatch
    return new Promise((resolve) => {
      this.#unconfirmed.set(batch, resolve)
      this.#send({ type: 'files', batch, files })
    })
  }

  /** Lets the process give everything back and exit; kills it where that takes too long. */
  async end(): Promise<void> {
    this.#ending = true
    const ending = this.#process
    if (ending === undefined) return
    const exited = new Promise<void>((resolve) =>
      ending.once('exit', () => {
        resolve()
      }),
    )
    const timer = setTimeout(() => {
      // Not `ending.kill()`: it asks, and a process that is stuck in native code or was stopped does not answer.
      if (ending.pid !== undefined) process.kill(ending.pid, 'SIGKILL')
    }, endTimeout)
    this.#send({ type: 'end' })
    await exited
    clearTimeout(timer)
  }

  #fork(): void {
    const { entry, models } = this.#options
    const started = utilityProcess.fork(entry, [models], {
      serviceName: 'Actscope Recognizer',
      stdio: 'inherit',
      env: environment(),
    })
    this.#process = started
    started.on('message', (message: FromRecognizer) => {
      if (message.type === 'ready') this.#ready()
      else this.#confirm(message.batch)
    })
    started.once('exit', (code) => {
      this.#exited(code)
    })
  }

  #ready(): void {
    if (this.#ending) return
    const files = [...this.#files].map(([id, path]) => ({ id, path }))
    this.#send({ type: 'files', batch: ++this.#lastBatch, files })
    this.#become({ state: 'running', restarts: this.#restarts })
  }

  #confirm(batch: number): void {
    this.#unconfirmed.get(batch)?.()
    this.#unconfirmed.delete(batch)
  }

  #exited(code: number): void {
    this.#process = undefined
    for (const batch of [...this.#unconfirmed.keys()]) this.#confirm(batch)
    if (this.#ending) return
    if (this.#crashes.ended(Date.now())) {
      this.#become({ state: 'stopped', error: stopped(code) })
      return
    }
    this.#become({ state: 'restarting', error: ended(code) })
    this.#restarts++
    this.#fork()
  }

  #become(state: BridgeRecognizerState): void {
    this.#state = state
    for (const page of this.#pages) this.#tell(page)
  }

  #tell(page: WebContents): void {
    if (page.isDestroyed()) return
    if (this.#state.state !== 'running') {
      page.send('recognizer', this.#state)
      return
    }
    const { port1, port2 } = new MessageChannelMain()
    this.#process?.postMessage({ type: 'serve' } satisfies ToRecognizer, [port1])
    page.postMessage('recognizer', this.#state, [port2])
  }

  #send(message: ToRecognizer): void {
    this.#process?.postMessage(message)
  }
}

/** Freed memory of glibc goes back to the system; each model would keep its largest moment otherwise. */
function environment(): Record<string, string> {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(own), ...(process.platform === 'linux' && { MALLOC_TRIM_THRESHOLD_: '131072' }) }
}

const ended = (code: number): WireError => ({
  code: 'engine-failed',
  message: `The recognizer ended by itself (exit code ${code}). It is being started again.`,
})

const stopped = (code: number): WireError => ({
  code: 'engine-failed',
  message: `The recognizer ended three times within five minutes (last exit code ${code}).`,
  hint: 'Start it again; if it keeps ending, choose the device "cpu" or another model.',
})
