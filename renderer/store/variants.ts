/** Which variants were asked for, and which are in use: one, or two that are compared. */
import type { State } from './state.ts'

/** What the settings ask for of what exists; without a choice the default. */
export function askedVariants({ settings, variants, defaultVariant }: State): string[] {
  const known = (id: string | undefined) => variants.find((variant) => variant.id === id)?.id
  const first = known(settings.variant) ?? known(defaultVariant) ?? variants[0]?.id
  if (first === undefined) return []
  if (!settings.comparing) return [first]
  const rival = known(settings.rival) ?? variants.find(({ id }) => id !== first)?.id
  return rival === undefined || rival === first ? [first] : [first, rival]
}

/** What was asked for; where that could not be loaded, what runs instead. */
export function usedVariants(state: State): string[] {
  const { live, variants } = state
  if (live.refused === undefined) return askedVariants(state)
  const running = live.lanes.map(({ info }) => info.variant)
  const used = running.filter((ran) => variants.some(({ id }) => id === ran))
  if (used.length > 0) return used
  if (running.length === 0) return askedVariants(state)
  // What ran is gone: as if nothing had been chosen.
  return askedVariants({ ...state, settings: { ...state.settings, variant: undefined, comparing: false } })
}

/** Titles by id, of every variant that is known. */
export const variantTitles = ({ variants }: State): ReadonlyMap<string, string> =>
  new Map(variants.map(({ id, title }) => [id, title]))
