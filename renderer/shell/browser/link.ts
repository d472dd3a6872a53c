/** Keeps the page connected with the recognizer of its server, and tells how that is going. */
import { Listeners } from '../../listeners.ts'
import type { PagePort, WireError } from '../../../native-models/protocol.ts'

/** The shell's RecognizerState; of its own, so that nothing here needs a page to be checked or tested. */
export type LinkState =
  | { readonly state: 'starting' }
  | { readonly state: 'running'; readonly port: PagePort; readonly restarts: number }
  | { readonly state: 'restarting' | 'stopped'; readonly error: WireError }

export interface LinkParts {
  /** Opens one connection. Calls `opened` at most once, and `ended` once, also if it was never open. */
  dial(events: { readonly opened: (port: PagePort) => void; readonly ended: (byPage: boolean) => void }): void
  /** What the server says to this page over HTTP. */
  ask(): Promise<'welcome' | 'stranger' | 'silence'>
  wait(milliseconds: number, then: () => void): void
  /** Milliseconds of a clock that only goes forward. */
  now(): number
}

/** Tries in a row that fail before it gives up. */
const tryLimit = 5
const firstWait = 300
const longestWait = 5_000
/** A connection that has lived so long was a good one. */
const steady = 5_000

const again = 'It is connected again by itself.'
const ended: WireError = { code: 'internal', message: 'The connection to the recognizer ended.', hint: again }
const unreachable: WireError = {
  code: 'internal',
  message: "The recognizer's server cannot be reached.",
  hint: 'Start it again, and check the ssh connection if it runs elsewhere.',
}
const crowded: WireError = {
  code: 'internal',
  message: "The recognizer's server has no room for another window.",
  hint: 'Close another window of Actscope, then try again.',
}
const stranger: WireError = {
  code: 'internal',
  message: "The recognizer's server does not know this window.",
  hint: 'Open the whole address that it printed when it was started last.',
}

export class BrowserLink {
  readonly #parts: LinkParts
  readonly #listeners = new Listeners<[LinkState]>()
  #state: LinkState = { state: 'starting' }
  #failures = 0
  #restarts = -1

  constructor(parts: LinkParts) {
    this.#parts = parts
    this.#try()
  }

  onState(listener: (state: LinkState) => void): () => void {
    const stop = this.#listeners.add(listener)
    listener(this.#state)
    return stop
  }

  /** After it gave up. */
  restart(): void {
    if (this.#state.state !== 'stopped') return
    this.#failures = 0
    this.#tell({ state: 'starting' })
    this.#try()
  }

  #try(): void {
    let since: number | undefined
    this.#parts.dial({
      opened: (port) => {
        since = this.#parts.now()
        this.#restarts++
        this.#tell({ state: 'running', port, restarts: this.#restarts })
      },
      ended: (byPage) => {
        if (byPage) return
        // One that ends at once counts as a failure too, or it would go on for ever.
        if (since !== undefined && this.#parts.now() - since >= steady) this.#failures = 0
        if (since !== undefined) this.#tell({ state: 'restarting', error: ended })
        this.#failures++
        void this.#goOn()
      },
    })
  }

  /** A WebSocket that fails does not say why; HTTP does. */
  async #goOn(): Promise<void> {
    const said = await this.#parts.ask()
    if (said === 'stranger') this.#tell({ state: 'stopped', error: stranger })
    else if (this.#failures >= tryLimit)
      this.#tell({ state: 'stopped', error: said === 'welcome' ? crowded : unreachable })
    else
      this.#parts.wait(Math.min(firstWait * 2 ** (this.#failures - 1), longestWait), () => {
        this.#try()
      })
  }

  #tell(state: LinkState): void {
    this.#state = state
    this.#listeners.tell(state)
  }
}
