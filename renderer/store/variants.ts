/** Which variants are chosen: one, or two that are compared. */
import type { State } from './state.ts'
import { changeSettings, type Store } from './store.ts'

interface HasStore {
  readonly store: Store
}

/** Those that are chosen and exist; without a choice the default. */
export function wantedVariants({ settings, variants, defaultVariant }: State): string[] {
  const known = (id: string | undefined) => variants.find((variant) => variant.id === id)?.id
  const first = known(settings.variant) ?? known(defaultVariant) ?? variants[0]?.id
  if (first === undefined) return []
  if (!settings.comparing) return [first]
  const rival = known(settings.rival) ?? variants.find(({ id }) => id !== first)?.id
  return rival === undefined || rival === first ? [first] : [first, rival]
}

/** Toggles to a variant. If it is the second of a comparison, the two change places. */
export function chooseVariant({ store }: HasStore, id: string): void {
  const [first, second] = wantedVariants(store.getState())
  changeSettings(store, { variant: id, ...(id === second && { rival: first }) })
}

/** Compares with a variant, or with the one that it was last. */
export function compareWith({ store }: HasStore, rival: string): void {
  const [first, second] = wantedVariants(store.getState())
  changeSettings(store, { rival, comparing: true, ...(rival === first && second !== undefined && { variant: second }) })
}

/** Nothing happens where there is only one variant. */
export function toggleComparing({ store }: HasStore): void {
  const { settings, variants } = store.getState()
  if (settings.comparing || variants.length > 1) changeSettings(store, { comparing: !settings.comparing })
}

/** Titles by id, of every variant that is known. */
export const variantTitles = ({ variants }: State): ReadonlyMap<string, string> =>
  new Map(variants.map(({ id, title }) => [id, title]))
