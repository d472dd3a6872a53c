import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { SaveKind } from '../../renderer/shell/values.ts'
import { fault, faultOf } from '../bridge/faults.ts'
import { safeName } from './saved-names.ts'
import { Sink } from './sink.ts'

/** Files that are written at a time. */
const limit = 16

export interface SinkPlaces {
  /** Asks the user; undefined when nothing was chosen. */
  readonly ask: (name: string, kind: SaveKind) => Promise<string | undefined>
  /** The folder of recordings, and what it is called. */
  readonly recordings: () => { readonly folder: string; readonly place: string }
  readonly reveal: (path: string) => void
}

interface Open {
  readonly sink: Sink
  readonly place: string
  /** A recording is kept whatever happens; what was to be saved is whole or not there. */
  readonly keep: boolean
}

/** The files that the page writes, by number. */
export class Sinks {
  readonly #places: SinkPlaces
  readonly #open = new Map<number, Open>()
  readonly #saved = new Map<number, string>()
  #last = 0
  /** Counts the pages that are gone, so that a file that is opened for one of them can tell. */
  #abandoned = 0

  constructor(places: SinkPlaces) {
    this.#places = places
  }

  async open(how: 'save' | 'record', proposed: string, kind: SaveKind): Promise<number | undefined> {
    if (this.#open.size >= limit) throw fault('too-many-files', `${limit} files are being written already.`)
    const name = safeName(proposed, kind)
    const page = this.#abandoned
    if (how === 'save') {
      const path = await this.#places.ask(name, kind)
      if (path === undefined) return undefined
      return this.#keep(page, await Sink.open(path, true), basename(dirname(path)), false)
    }
    const { folder, place } = this.#places.recordings()
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      const { code, message, hint } = faultOf(error, place)
      throw fault(code, message, hint)
    })
    return this.#keep(page, await Sink.open(join(folder, name), false), place, true)
  }

  write(number: number, bytes: Uint8Array): Promise<void> {
    return this.#get(number).sink.write(bytes)
  }

  async close(number: number): Promise<{ readonly name: string; readonly place: string }> {
    const { sink, place } = this.#take(number)
    await sink.close()
    this.#saved.set(number, sink.path)
    return { name: basename(sink.path), place }
  }

  async abort(number: number, keep: boolean): Promise<void> {
    const { sink } = this.#take(number)
    await (keep ? sink.close() : sink.discard())
  }

  reveal(number: number): void {
    const path = this.#saved.get(number)
    if (path !== undefined) this.#places.reveal(path)
  }

  /** The page is gone. Never rejects. */
  async abandon(): Promise<void> {
    this.#abandoned++
    const left = [...this.#open.values()]
    this.#open.clear()
    await Promise.allSettled(left.map(({ sink, keep }) => (keep ? sink.close() : sink.discard())))
  }

  /** The number of a file that was opened for this page; the user may have looked for a place longer than it was there. */
  async #keep(page: number, sink: Sink, place: string, keep: boolean): Promise<number> {
    if (page !== this.#abandoned) {
      await sink.discard()
      throw fault('cancelled', 'The window that wanted to save is gone.')
    }
    this.#open.set(++this.#last, { sink, place, keep })
    return this.#last
  }

  #get(number: number): Open {
    const found = this.#open.get(number)
    if (found === undefined) throw fault('shell-failed', 'That file is no longer being written.')
    return found
  }

  #take(number: number): Open {
    const found = this.#get(number)
    this.#open.delete(number)
    return found
  }
}
