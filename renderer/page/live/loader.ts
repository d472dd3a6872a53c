/**
 * Loads what was asked for. What runs goes on until all of it is ready; if it cannot be had, the state says what was
 * asked for and why it does not run, beside what does.
 */
import type { Answer, Ask, LaneInfo, WireError } from '../../../native-models/protocol.ts'
import { recognizerGone, Refused } from '../../recognizer/refused.ts'
import type { Fault } from '../../store/state.ts'
import { changeLive, type Store } from '../../store/store.ts'
import { askedVariants } from '../../store/variants.ts'

interface LoaderParts {
  readonly store: Store
  readonly recognizer: { call(call: 'live-show', ask: Ask<'live-show'>): Promise<Answer<'live-show'>> }
  readonly notices: { fault(fault: Fault): unknown }
  /** These run from now on. */
  readonly onLanes: (lanes: readonly LaneInfo[]) => void
}

export class VariantLoader {
  readonly #parts: LoaderParts
  /** Counts what was asked for, so that what was overtaken can tell. */
  #turn = 0
  /** What ran last. */
  #ran: readonly string[] = []

  constructor(parts: LoaderParts) {
    this.#parts = parts
  }

  /** What the settings ask for. If that cannot be had and nothing runs, what ran last, or the default, runs instead. */
  async show(): Promise<void> {
    const turn = ++this.#turn
    const { store, notices } = this.#parts
    const variants = askedVariants(store.getState())
    if (variants.length === 0) return
    const { device } = store.getState().settings
    changeLive(store, { refused: undefined })
    const error = await this.#load(variants, turn)
    // Without a recognizer nothing was refused: the next one is asked again.
    if (error === undefined || error === recognizerGone) return
    const nothingRuns = store.getState().live.lanes.length === 0
    if (error.code !== 'cancelled' || nothingRuns) changeLive(store, { refused: { variants, device, error } })
    if (error.code === 'cancelled') return
    notices.fault(error)
    const instead = this.#instead()
    if (nothingRuns && instead.join() !== variants.join()) await this.#load(instead, turn)
  }

  /** In a new recognizer. What the last one refused is not asked for again by itself. */
  async resume(): Promise<void> {
    const { store, notices } = this.#parts
    if (store.getState().live.refused === undefined || this.#ran.length === 0) return this.show()
    const error = await this.#load(this.#instead(), ++this.#turn)
    if (error !== undefined) notices.fault(error)
  }

  /** Gives why not; nothing if it was overtaken. */
  async #load(variants: string[], turn: number): Promise<WireError | undefined> {
    const { store, recognizer, onLanes } = this.#parts
    const { live, settings } = store.getState()
    const running = live.lanes.map(({ info }) => info.variant)
    changeLive(store, { loading: variants.filter((id) => !running.includes(id)) })
    try {
      const { lanes } = await recognizer.call('live-show', { variants, device: settings.device })
      if (turn !== this.#turn) return undefined
      this.#ran = variants
      onLanes(lanes)
      changeLive(store, { loading: undefined })
    } catch (error) {
      if (turn !== this.#turn || !(error instanceof Refused)) return undefined
      changeLive(store, { loading: undefined })
      return error.error
    }
    return undefined
  }

  #instead(): string[] {
    const state = this.#parts.store.getState()
    const ran = this.#ran.filter((id) => state.variants.some((variant) => variant.id === id))
    if (ran.length > 0) return ran
    return askedVariants({ ...state, settings: { ...state.settings, variant: undefined, comparing: false } })
  }
}
