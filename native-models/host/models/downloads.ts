import { existsSync, statSync } from 'node:fs'
import { ActscopeError } from '../../errors.ts'
import type { Catalogue } from '../../models/catalogue.ts'
import { fetchOffer, offerPath, type OfferBook } from '../../models/download/fetch-offer.ts'
import type { Offer as Offered } from '../../models/download/offers.ts'
import type { Offer } from '../../protocol.ts'
import { Cancelled } from '../wire-error.ts'

export type DownloadNews =
  | { readonly type: 'progress'; readonly name: string; readonly done: number; readonly total: number | undefined }
  | { readonly type: 'done'; readonly name: string; readonly variant: string | undefined }
  | { readonly type: 'failed'; readonly name: string; readonly error: unknown }

interface Download {
  readonly abort: AbortController
  ended: Promise<void>
  done: number
  total: number | undefined
}

/** Milliseconds between two words about one download. */
const pace = 200

/** What is being fetched, once for all windows. Nothing is, before someone asks for it by name. */
export class Downloads {
  readonly #catalogue: Catalogue
  readonly #tell: (news: DownloadNews) => void
  readonly #underWay = new Map<string, Download>()

  constructor(catalogue: Catalogue, tell: (news: DownloadNews) => void) {
    this.#catalogue = catalogue
    this.#tell = tell
  }

  list({ offers }: OfferBook): Offer[] {
    return offers.map((offer) => {
      const { name, title, url, sha256, bytes, licence, variant } = offer
      return { name, title, url, sha256, bytes, licence, runs: variant !== undefined, state: this.#stateOf(offer) }
    })
  }

  /** Throws `input-invalid` for what is not offered. */
  get(book: OfferBook, name: string): void {
    const offer = book.offers.find((candidate) => candidate.name === name)
    if (offer === undefined) throw new ActscopeError('input-invalid', `Nothing is offered as ${JSON.stringify(name)}.`)
    if (this.#underWay.has(name)) return
    const download: Download = { abort: new AbortController(), ended: Promise.resolve(), done: 0, total: undefined }
    this.#underWay.set(name, download)
    download.ended = this.#fetch(book, offer, download)
  }

  cancel(name: string): void {
    this.#underWay.get(name)?.abort.abort(new Cancelled())
  }

  async stop(): Promise<void> {
    for (const name of this.#underWay.keys()) this.cancel(name)
    await Promise.all([...this.#underWay.values()].map(({ ended }) => ended))
  }

  /** Never rejects. */
  async #fetch({ allow }: OfferBook, offer: Offered, download: Download): Promise<void> {
    const { name } = offer
    const { signal } = download.abort
    let reported = -1
    const tell = (): void => {
      const { done, total } = download
      if (done === reported) return
      reported = done
      this.#tell({ type: 'progress', name, done, total })
    }
    const beat = setInterval(tell, pace)
    const onProgress = (done: number, total: number | undefined): void => {
      Object.assign(download, { done, total })
      if (reported === -1 || done === total) tell()
    }
    let news: DownloadNews
    try {
      const entry = await fetchOffer(this.#catalogue, offer, { allow, signal, onProgress })
      news = { type: 'done', name, variant: entry?.manifest.id }
    } catch (error) {
      news = { type: 'failed', name, error: signal.aborted ? new Cancelled() : error }
    }
    clearInterval(beat)
    this.#underWay.delete(name)
    this.#tell(news)
  }

  #stateOf(offer: Offered): Offer['state'] {
    const download = this.#underWay.get(offer.name)
    if (download !== undefined) {
      const { done, total } = download
      return { state: 'fetching', done, ...(total !== undefined && { total }) }
    }
    if (this.#catalogue.entries.some(({ manifest }) => manifest.id === offer.name))
      return { state: 'here', variant: offer.name }
    const path = offerPath(this.#catalogue, offer)
    if (existsSync(path) && offer.variant === undefined) return { state: 'here' }
    return { state: 'offered', done: statSync(`${path}.part`, { throwIfNoEntry: false })?.size ?? 0 }
  }
}
