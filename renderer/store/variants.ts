import { wantedVariants } from '../page/live/live.ts'
import { changeSettings } from './store.ts'
import type { App } from '../page/app.ts'

/** Toggles to a variant. If it is the second of a comparison, the two change places. */
export function chooseVariant({ store }: Pick<App, 'store'>, id: string): void {
  const [first, second] = wantedVariants(store.getState())
  changeSettings(store, { variant: id, ...(id === second && { rival: first }) })
}

/** Compares with a variant, or with the one that it was last. */
export function compareWith({ store }: Pick<App, 'store'>, rival: string): void {
  const [first, second] = wantedVariants(store.getState())
  changeSettings(store, { rival, comparing: true, ...(rival === first && second !== undefined && { variant: second }) })
}

/** Nothing happens where there is only one variant. */
export function toggleComparing({ store }: Pick<App, 'store'>): void {
  const { settings, variants } = store.getState()
  if (settings.comparing || variants.length > 1) changeSettings(store, { comparing: !settings.comparing })
}
