import { basename } from 'node:path'
import type { BridgeOpened } from '../../renderer/shell/bridge.ts'
import type { Named } from './opened-files.ts'

/** Files that come from outside (command line, "open with", a second start) until a page listens for them. */
export class PendingFiles {
  readonly #open: (paths: readonly Named[]) => Promise<BridgeOpened>
  #pending: string[] = []
  #listener: ((opened: BridgeOpened) => void) | undefined

  constructor(open: (paths: readonly Named[]) => Promise<BridgeOpened>) {
    this.#open = open
  }

  add(paths: readonly string[]): void {
    this.#pending.push(...paths)
    this.#deliver()
  }

  listen(listener: (opened: BridgeOpened) => void): void {
    this.#listener = listener
    this.#deliver()
  }

  /** The page is gone; what comes now waits for the next one. */
  stop(): void {
    this.#listener = undefined
  }

  #deliver(): void {
    const listener = this.#listener
    if (listener === undefined || this.#pending.length === 0) return
    const paths = this.#pending
    this.#pending = []
    void this.#open(paths.map((path) => ({ path, name: basename(path) }))).then((opened) => {
      if (this.#listener === listener) listener(opened)
      else {
        // The page went while they were looked at.
        this.#pending.unshift(...paths)
        this.#deliver()
      }
    })
  }
}
