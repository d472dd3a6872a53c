/** What the user chooses to run live. The settings hold what was asked for; `live` loads it. */
import type { Settings } from '../../store/settings.ts'
import type { State } from '../../store/state.ts'
import { changeSettings, type Store } from '../../store/store.ts'
import { usedVariants } from '../../store/variants.ts'

interface Parts {
  readonly store: Store
  readonly live: { show(): Promise<void> }
}

/** The settings of which another value asks for something else to run. */
export const choiceKeys = ['variant', 'rival', 'comparing', 'device'] as const satisfies (keyof Settings)[]

/** Toggles to a variant. If it is the second of a comparison, the two change places. */
export function chooseVariant(parts: Parts, id: string): void {
  const [first, second] = usedVariants(parts.store.getState())
  choose(parts, { variant: id, ...(id === second && { rival: first }) })
}

/** Compares with a variant, or with the one that it was last. */
export function compareWith(parts: Parts, rival: string): void {
  const [first, second] = usedVariants(parts.store.getState())
  choose(parts, { rival, comparing: true, ...(rival === first && second !== undefined && { variant: second }) })
}

/** Nothing happens where there is only one variant. */
export function toggleComparing(parts: Parts): void {
  const state = parts.store.getState()
  const { comparing } = { ...state.settings, ...inUse(state) }
  if (comparing || state.variants.length > 1) choose(parts, { comparing: !comparing })
}

/** As settings: these variants. */
export const choiceOf = ([variant, rival]: readonly string[]) => ({ variant, rival, comparing: rival !== undefined })

/** After a choice that could not be loaded the next one is made from what runs. */
const inUse = (state: State): Partial<Settings> =>
  state.live.refused === undefined || state.live.lanes.length === 0 ? {} : choiceOf(usedVariants(state))

function choose({ store, live }: Parts, change: Partial<Settings>): void {
  const before = store.getState()
  changeSettings(store, { ...inUse(before), ...change })
  const { settings } = store.getState()
  // The same that could not be loaded is asked for again.
  if (before.live.refused !== undefined && choiceKeys.every((key) => settings[key] === before.settings[key]))
    void live.show()
}
