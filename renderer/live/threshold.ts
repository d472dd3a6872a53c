/** The score that a label needs to be shown. */
import type { State } from '../store/state.ts'
import { wantedVariants } from './live.ts'

/** Until a variant is known. */
const usual = 0.5

/** What the user says, or else the variant that is chosen. */
export function thresholdNow(state: State): number {
  const [id] = wantedVariants(state)
  return state.settings.threshold ?? state.variants.find((variant) => variant.id === id)?.threshold ?? usual
}
