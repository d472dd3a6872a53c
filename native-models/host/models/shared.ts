import type { Catalogue } from '../../models/catalogue.ts'
import { Downloads, type DownloadNews } from './downloads.ts'

/** A host, as the others that serve the same catalogue know it. */
export interface Reader {
  /** The variants that run live. */
  running(): readonly string[]
  /** Variants were added, renamed or removed. */
  changed(): void
  downloaded(news: DownloadNews): void
}

/** What the hosts of one catalogue share, each for a window: a change in one is seen in all. */
export class Shelf {
  static readonly #of = new WeakMap<Catalogue, Shelf>()
  readonly downloads: Downloads
  readonly #readers = new Set<Reader>()

  private constructor(catalogue: Catalogue) {
    this.downloads = new Downloads(catalogue, (news) => {
      for (const reader of this.#readers) reader.downloaded(news)
      if (news.type === 'done') this.changed()
    })
  }

  static of(catalogue: Catalogue): Shelf {
    const shelf = Shelf.#of.get(catalogue) ?? new Shelf(catalogue)
    Shelf.#of.set(catalogue, shelf)
    return shelf
  }

  join(reader: Reader): void {
    this.#readers.add(reader)
  }

  /** With the last of them, downloads end. What is there of them stays. */
  async leave(reader: Reader): Promise<void> {
    this.#readers.delete(reader)
    if (this.#readers.size === 0) await this.downloads.stop()
  }

  runs(variant: string): boolean {
    return [...this.#readers].some((reader) => reader.running().includes(variant))
  }

  changed(): void {
    for (const reader of this.#readers) reader.changed()
  }
}
