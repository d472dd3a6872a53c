import type { Answer, Offer, VariantSummary } from '../../../native-models/protocol.ts'
import type { Fault } from '../../store/state.ts'

/** What the view of the models shows besides the list of them. */
export interface ModelsState {
  /** By variant. */
  readonly speeds: Readonly<Record<string, Speed>>
  readonly checks: Readonly<Record<string, Check>>
  readonly dialog:
    { readonly kind: 'rename' | 'remove'; readonly variant: VariantSummary } | { readonly kind: 'import' } | undefined
  readonly offers: readonly Offer[]
  /** Why a download ended, by its name. */
  readonly offerFaults: Readonly<Record<string, Fault>>
}

export type Speed =
  | { readonly state: 'measuring' }
  | { readonly state: 'done'; readonly speed: Answer<'variant-measure'> }
  | { readonly state: 'failed'; readonly fault: Fault }

export type Check = { readonly state: 'checking' | 'good' } | { readonly state: 'bad'; readonly fault: Fault }

export const noModelsState: ModelsState = { speeds: {}, checks: {}, dialog: undefined, offers: [], offerFaults: {} }
