import type { State } from './state.ts'

/** Titles by id, of every variant that is known. */
export const variantTitles = ({ variants }: State): ReadonlyMap<string, string> =>
  new Map(variants.map(({ id, title }) => [id, title]))
