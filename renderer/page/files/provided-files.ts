/** Which files the recognizer has, and by which names: at once on the desktop, by upload in a browser. */
import { Listeners } from '../../listeners.ts'
import { Turns } from './turns.ts'

/** What is needed of a file that was opened. */
export interface GivenFile {
  readonly key: string
  provide(progress: (share: number) => void, signal: AbortSignal): Promise<string>
}

interface Provided {
  readonly name: Promise<string>
  readonly abort: AbortController
  readonly listeners: Listeners<[share: number]>
  done: boolean
}

export class ProvidedFiles {
  readonly #files = new Map<string, Provided>()
  readonly #turns = new Turns(2)

  /** The name that the recognizer knows it by. Provided once; asked again after that failed, it is tried again. */
  name(file: GivenFile, onShare?: (share: number) => void): Promise<string> {
    const provided = this.#files.get(file.key) ?? this.#begin(file)
    if (onShare !== undefined) provided.listeners.add(onShare)
    return provided.name
  }

  /** Stops an upload, or lets the next `name` provide it again. */
  forget(key: string): void {
    this.#files.get(key)?.abort.abort()
    this.#files.delete(key)
  }

  /** Another recognizer may not know what the last one was given: each file is provided again when it is needed. */
  forgetAll(): void {
    for (const [key, { done }] of this.#files) if (done) this.#files.delete(key)
  }

  #begin(file: GivenFile): Provided {
    const abort = new AbortController()
    const listeners = new Listeners<[share: number]>()
    let reported = -1
    const progress = (share: number): void => {
      if (share - reported < 0.01 && share < 1) return
      reported = share
      listeners.tell(share)
    }
    const name = this.#turns.take(() => file.provide(progress, abort.signal))
    const provided: Provided = { name, abort, listeners, done: false }
    this.#files.set(file.key, provided)
    name.then(
      () => {
        provided.done = true
        listeners.clear()
      },
      () => {
        if (this.#files.get(file.key) === provided) this.#files.delete(file.key)
      },
    )
    return provided
  }
}
