import { ActscopeError } from '../../errors.ts'
import type { Catalogue } from '../../models/catalogue.ts'
import { publicOffers, type OfferBook } from '../../models/download/fetch-offer.ts'
import { removeVariant, renameVariant, verifyVariant } from '../../models/user-variants.ts'
import type { Answer, Ask } from '../../protocol.ts'
import type { modelCalls } from '../../protocol/model-calls.ts'
import { addModel, inspectFile, tryModel, type AddTools } from './add.ts'
import type { DownloadNews } from './downloads.ts'
import { measure } from './measure.ts'
import { OneByOne } from './one-by-one.ts'
import type { Outbox } from '../outbox.ts'
import type { RecognizerPool } from '../recognizer-pool.ts'
import { SharedModels, type Sharer } from './shared.ts'
import { Cancelled } from '../wire-error.ts'

export interface ModelTools extends Omit<AddTools, 'signal'> {
  readonly pool: RecognizerPool
  readonly outbox: Outbox
  /** The variants that run live here. */
  readonly running: () => readonly string[]
  /** What may be fetched; what is public unless given. */
  readonly offers?: OfferBook | undefined
}

export type ModelAnswers = {
  readonly [K in keyof typeof modelCalls]: (ask: Ask<K>) => Answer<K> | Promise<Answer<K>>
}

/** The models themselves, of one port: their speed, changes to the user's own, what is added and what is fetched. */
export class Models {
  readonly answers: ModelAnswers
  readonly #tools: ModelTools
  readonly #shared: SharedModels
  readonly #sharer: Sharer
  readonly #heavy = new OneByOne()
  readonly #abort = new AbortController()

  constructor(tools: ModelTools) {
    const { catalogue, outbox, pool, priority, offers = publicOffers } = tools
    this.#tools = tools
    this.#shared = SharedModels.of(catalogue)
    this.#sharer = {
      running: tools.running,
      changed: () => {
        outbox.post({ type: 'variants-changed' })
      },
      downloaded: (news) => {
        this.#tell(news)
      },
    }
    this.#shared.join(this.#sharer)
    if (hasUserRoot(catalogue)) outbox.hide(catalogue.userRoot)

    const { signal } = this.#abort
    const add: AddTools = { ...tools, signal }
    const { downloads } = this.#shared
    this.answers = {
      'variant-measure': (ask) => this.#heavy.run(() => measure(pool, priority, ask, signal)),
      'variant-rename': ({ variant, id, title }) => this.#rename(variant, id, title),
      'variant-remove': ({ variant }) => this.#remove(variant),
      'variant-verify': ({ variant }) => this.#verify(variant),
      'model-inspect': (ask) => inspectFile(add, ask),
      'model-try': (ask) => this.#heavy.run(() => tryModel(add, ask)),
      'model-add': (ask) =>
        this.#heavy.run(async () => {
          const added = await addModel(add, ask)
          this.#shared.changed()
          return added
        }),
      'offers-list': () => ({ offers: hasUserRoot(catalogue) ? downloads.list(offers) : [] }),
      'offer-get': ({ name }) => {
        downloads.get(offers, name)
        return {}
      },
      'offer-cancel': ({ name }) => {
        downloads.cancel(name)
        return {}
      },
    }
  }

  async dispose(): Promise<void> {
    this.#abort.abort(new Cancelled('The recognizer was closed.'))
    await Promise.all([this.#shared.leave(this.#sharer), this.#heavy.idle()])
  }

  async #rename(variant: string, id: string | undefined, title: string | undefined): Promise<Answer<'variant-rename'>> {
    const { manifest } = await renameVariant(this.#tools.catalogue, variant, { id, title })
    this.#shared.changed()
    return { variant: manifest.id }
  }

  async #remove(variant: string): Promise<Answer<'variant-remove'>> {
    const { catalogue } = this.#tools
    if (catalogue.find(variant).origin === 'user' && this.#shared.runs(variant)) {
      throw new ActscopeError('input-invalid', `${variant} runs live and cannot be removed now.`, {
        hint: 'Choose another model first, in every window that shows it.',
      })
    }
    try {
      await removeVariant(catalogue, variant)
    } finally {
      this.#shared.changed()
    }
    return {}
  }

  async #verify(variant: string): Promise<Answer<'variant-verify'>> {
    const { catalogue, outbox } = this.#tools
    const error = await verifyVariant(catalogue.find(variant))
    return error === undefined ? {} : { error: outbox.wire(error) }
  }

  #tell(news: DownloadNews): void {
    const { outbox } = this.#tools
    const { name } = news
    if (news.type === 'progress') {
      const { done, total } = news
      outbox.post({ type: 'offer-progress', name, done, ...(total !== undefined && { total }) })
      return
    }
    if (news.type === 'done') {
      const { variant } = news
      outbox.post({
        type: 'offer-end',
        name,
        result: { outcome: 'done', ...(variant !== undefined && { variant }) },
      })
      return
    }
    const { error } = news
    const cancelled = error instanceof Cancelled
    const result = cancelled
      ? { outcome: 'cancelled' as const }
      : { outcome: 'failed' as const, error: outbox.wire(error) }
    outbox.post({ type: 'offer-end', name, result })
  }
}

function hasUserRoot(catalogue: Catalogue): boolean {
  try {
    return catalogue.userRoot !== ''
  } catch {
    return false
  }
}
