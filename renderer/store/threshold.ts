/** The score that a label needs to be shown. */
import type { State } from './state.ts'
import { usedVariants } from './variants.ts'

/** Until a variant is known. */
const usual = 0.5

/** What the user says, or else the variant that is used. */
export function thresholdNow(state: State): number {
  const [id] = usedVariants(state)
  return state.settings.threshold ?? state.variants.find((variant) => variant.id === id)?.threshold ?? usual
}
