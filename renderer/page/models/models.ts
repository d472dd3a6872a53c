/** The models themselves: the list that every window shows, their speed, changes to the user's own, what can be fetched. */
import { createStore } from 'zustand/vanilla'
import type { VariantSummary } from '../../../native-models/protocol.ts'
import type { Files } from '../files/files.ts'
import { usedVariants } from '../../store/variants.ts'
import type { Live } from '../live/live.ts'
import type { Recognizer } from '../../recognizer/recognizer.ts'
import type { Shell } from '../../shell/shell.ts'
import { faultOf } from '../../store/faults.ts'
import type { Notices } from '../../store/notices.ts'
import { changeLive, changeSettings, type Store } from '../../store/store.ts'
import { texts } from '../../texts.ts'
import { ModelImport } from './model-import.ts'
import { choiceOf } from '../live/choice.ts'
import { noModelsState, type Check, type ModelsState, type Speed } from './models-state.ts'

interface ModelsParts {
  readonly store: Store
  readonly shell: Shell
  readonly recognizer: Recognizer
  readonly live: Live
  readonly files: Files
  readonly notices: Notices
}

export class Models {
  readonly view = createStore<ModelsState>(() => noModelsState)
  readonly import: ModelImport
  readonly #parts: ModelsParts

  constructor(parts: ModelsParts) {
    this.#parts = parts
    const { recognizer, notices } = parts
    this.import = new ModelImport({
      ...parts,
      show: (shown) => {
        this.view.setState({ dialog: shown ? { kind: 'import' } : undefined })
      },
      refresh: () => this.refresh(),
    })
    recognizer.on('variants-changed', () => void this.refresh().catch(() => undefined))
    recognizer.on('offer-progress', ({ name, done, total }) => {
      this.#changeOffer(name, { state: 'fetching', done, ...(total !== undefined && { total }) })
    })
    recognizer.on('offer-end', ({ name, result }) => {
      if (result.outcome === 'failed')
        this.view.setState(({ offerFaults }) => ({ offerFaults: { ...offerFaults, [name]: result.error } }))
      const offer = this.view.getState().offers.find((each) => each.name === name)
      if (result.outcome === 'done' && offer !== undefined && result.variant !== undefined)
        notices.show({ kind: 'success', text: texts.models.offers.done(offer.title) })
      void this.listOffers()
    })
  }

  /** What there is now, in the list and in what runs: a choice that is gone falls back. */
  async refresh(): Promise<void> {
    const { store, recognizer, live } = this.#parts
    const { variants, damaged, default: defaultVariant } = await recognizer.call('list-variants', {})
    store.setState({ variants, damaged, defaultVariant })
    const titles = new Map(variants.map(({ id, title }) => [id, title]))
    changeLive(store, ({ lanes }) => ({
      lanes: lanes.map((lane) => ({ ...lane, title: titles.get(lane.info.variant) ?? lane.title })),
    }))
    const state = store.getState()
    const running = state.live.lanes.map(({ info }) => info.variant)
    const used = usedVariants(state)
    if (running.length > 0 && used.join() !== running.join()) {
      if (state.live.refused !== undefined) changeSettings(store, choiceOf(used))
      await live.show()
    }
    void this.listOffers()
  }

  async measure({ id }: VariantSummary): Promise<void> {
    const { store, recognizer } = this.#parts
    this.#speed(id, { state: 'measuring' })
    try {
      const { device } = store.getState().settings
      this.#speed(id, {
        state: 'done',
        speed: await recognizer.callWhenReady('variant-measure', { variant: id, device }),
      })
    } catch (error) {
      this.#speed(id, { state: 'failed', fault: faultOf(error) })
    }
  }

  async check({ id }: VariantSummary): Promise<void> {
    this.#check(id, { state: 'checking' })
    try {
      const { error } = await this.#parts.recognizer.callWhenReady('variant-verify', { variant: id })
      this.#check(id, error === undefined ? { state: 'good' } : { state: 'bad', fault: error })
    } catch (error) {
      this.#check(id, { state: 'bad', fault: faultOf(error) })
    }
  }

  /** Rejects with `Refused`. What is chosen stays chosen under its new id. */
  async rename(variant: VariantSummary, to: { readonly title: string; readonly id: string }): Promise<void> {
    const { store, recognizer } = this.#parts
    const { variant: id } = await recognizer.callWhenReady('variant-rename', { variant: variant.id, ...to })
    const { settings } = store.getState()
    const chosen = usedVariants(store.getState())
    await this.refresh()
    if (id === variant.id) return
    if (chosen[0] === variant.id || settings.variant === variant.id) changeSettings(store, { variant: id })
    else if (settings.rival === variant.id) changeSettings(store, { rival: id })
  }

  /** Rejects with `Refused`. What runs live is toggled away first. */
  async remove({ id, title }: VariantSummary): Promise<void> {
    const { store, recognizer, live, notices } = this.#parts
    const state = store.getState()
    const runsOrShould = usedVariants(state).includes(id) || state.live.refused?.variants.includes(id) === true
    if (runsOrShould) {
      const used = usedVariants({ ...state, variants: state.variants.filter((each) => each.id !== id) })
      if (used.length > 0) changeSettings(store, choiceOf(used))
      await live.show() // overtakes the one that the choice began, and tells when it is done
    }
    await recognizer.callWhenReady('variant-remove', { variant: id })
    notices.show({ kind: 'success', text: texts.models.removed(title) })
    await this.refresh()
  }

  async listOffers(): Promise<void> {
    try {
      this.view.setState({ offers: (await this.#parts.recognizer.callWhenReady('offers-list', {})).offers })
    } catch {
      // The recognizer ended; it is asked again when it is back.
    }
  }

  async getOffer(name: string): Promise<void> {
    this.view.setState(({ offerFaults }) => ({
      offerFaults: Object.fromEntries(Object.entries(offerFaults).filter(([each]) => each !== name)),
    }))
    try {
      await this.#parts.recognizer.callWhenReady('offer-get', { name })
      await this.listOffers()
    } catch (error) {
      this.#parts.notices.fault(faultOf(error))
    }
  }

  stopOffer(name: string): void {
    this.#parts.recognizer.call('offer-cancel', { name }).catch(() => undefined)
  }

  closeDialog(): void {
    this.view.setState({ dialog: undefined })
  }

  #speed(id: string, speed: Speed): void {
    this.view.setState(({ speeds }) => ({ speeds: { ...speeds, [id]: speed } }))
  }

  #check(id: string, check: Check): void {
    this.view.setState(({ checks }) => ({ checks: { ...checks, [id]: check } }))
  }

  #changeOffer(name: string, state: ModelsState['offers'][number]['state']): void {
    this.view.setState(({ offers }) => ({
      offers: offers.map((offer) => (offer.name === name ? { ...offer, state } : offer)),
    }))
  }
}
