import type { Catalogue } from '../../models/catalogue.ts'
import { Downloads, type DownloadNews } from './downloads.ts'

/** A host, as the others that serve the same catalogue know it. */
export interface Sharer {
  /** The variants that run live. */
  running(): readonly string[]
  /** Variants were added, renamed or removed. */
  changed(): void
  downloaded(news: DownloadNews): void
}

/** What the hosts of one catalogue share, each for a window: a change in one is seen in all. */
export class SharedModels {
  static readonly #of = new WeakMap<Catalogue, SharedModels>()
  readonly downloads: Downloads
  readonly #sharers = new Set<Sharer>()

  private constructor(catalogue: Catalogue) {
    this.downloads = new Downloads(catalogue, (news) => {
      for (const sharer of this.#sharers) sharer.downloaded(news)
      if (news.type === 'done') this.changed()
    })
  }

  static of(catalogue: Catalogue): SharedModels {
    const shared = SharedModels.#of.get(catalogue) ?? new SharedModels(catalogue)
    SharedModels.#of.set(catalogue, shared)
    return shared
  }

  join(sharer: Sharer): void {
    this.#sharers.add(sharer)
  }

  /** With the last of them, downloads end. What is there of them stays. */
  async leave(sharer: Sharer): Promise<void> {
    this.#sharers.delete(sharer)
    if (this.#sharers.size === 0) await this.downloads.stop()
  }

  runs(variant: string): boolean {
    return [...this.#sharers].some((sharer) => sharer.running().includes(variant))
  }

  changed(): void {
    for (const sharer of this.#sharers) sharer.changed()
  }
}
