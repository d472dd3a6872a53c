/** Which files the recognizer has, and by which names: at once on the desktop, by upload in a browser. */
import { Listeners } from '../../listeners.ts'
import { Turns } from './turns.ts'

/** What is needed of a file that was opened. */
export interface GivenFile {
  readonly key: string
  handOver(progress: (share: number) => void, signal: AbortSignal): Promise<string>
}

interface HandedOver {
  readonly name: Promise<string>
  readonly abort: AbortController
  readonly listeners: Listeners<[share: number]>
  done: boolean
}

export class HandOver {
  readonly #files = new Map<string, HandedOver>()
  readonly #turns = new Turns(2)

  /** The name that the recognizer knows it by. Handed over once; asked again after that failed, it is tried again. */
  name(file: GivenFile, onShare?: (share: number) => void): Promise<string> {
    const handed = this.#files.get(file.key) ?? this.#begin(file)
    if (onShare !== undefined) handed.listeners.add(onShare)
    return handed.name
  }

  /** Stops an upload, or lets the next `name` hand it over again. */
  forget(key: string): void {
    this.#files.get(key)?.abort.abort()
    this.#files.delete(key)
  }

  /** Another recognizer may not know what the last one was given: each file is handed over again when it is needed. */
  forgetAll(): void {
    for (const [key, { done }] of this.#files) if (done) this.#files.delete(key)
  }

  #begin(file: GivenFile): HandedOver {
    const abort = new AbortController()
    const listeners = new Listeners<[share: number]>()
    let told = -1
    const progress = (share: number): void => {
      if (share - told < 0.01 && share < 1) return
      told = share
      listeners.tell(share)
    }
    const name = this.#turns.take(() => file.handOver(progress, abort.signal))
    const handed: HandedOver = { name, abort, listeners, done: false }
    this.#files.set(file.key, handed)
    name.then(
      () => {
        handed.done = true
        listeners.clear()
      },
      () => {
        if (this.#files.get(file.key) === handed) this.#files.delete(file.key)
      },
    )
    return handed
  }
}
