/** Features as the classifier takes them: each block centred, scaled and made one long (networks/taught.ts has the same as a graph). */
import { featureBlocks, type FeatureBlock } from '../networks/features.ts'
import { normEpsilon } from '../networks/taught.ts'

export type BlockSizes = Readonly<Record<FeatureBlock, number>>

/** What is taken off each number, and what it is multiplied by then; [F], all blocks one after another. */
export interface Normalisation {
  readonly sizes: BlockSizes
  readonly centre: Float64Array
  readonly scale: Float64Array
}

/** A number that hardly varies over what was shown tells nothing of its own scale: no deviation below this share of the mean one. */
const smallestShare = 0.1

/** Mean and deviation of each number over all windows (which need no labels). */
export function normalisationOf(rows: readonly ArrayLike<number>[], sizes: BlockSizes): Normalisation {
  const length = rows[0]!.length
  const centre = new Float64Array(length)
  for (const row of rows) for (let i = 0; i < length; i++) centre[i]! += row[i]! / rows.length
  const deviation = new Float64Array(length)
  for (const row of rows) for (let i = 0; i < length; i++) deviation[i]! += (row[i]! - centre[i]!) ** 2 / rows.length
  for (let i = 0; i < length; i++) deviation[i] = Math.sqrt(deviation[i]!)
  const scale = new Float64Array(length)
  let at = 0
  for (const block of featureBlocks) {
    const own = deviation.subarray(at, at + sizes[block])
    const mean = own.reduce((sum, x) => sum + x, 0) / own.length
    // Of a block that never varies (one window) only the direction from the centre is known, which is none.
    own.forEach((x, i) => (scale[at + i] = mean === 0 ? 1 : 1 / Math.max(x, smallestShare * mean)))
    at += sizes[block]
  }
  return { sizes, centre, scale }
}

/** z [F] of features [F]; its length is 1, unless a block is the centre itself. */
export function normalise({ sizes, centre, scale }: Normalisation, row: ArrayLike<number>): Float64Array {
  const z = new Float64Array(centre.length)
  let at = 0
  for (const block of featureBlocks) {
    let square = normEpsilon
    for (let i = at; i < at + sizes[block]; i++) square += (z[i] = (row[i]! - centre[i]!) * scale[i]!) ** 2
    const length = Math.sqrt(square * featureBlocks.length)
    for (let i = at; i < at + sizes[block]; i++) z[i]! /= length
    at += sizes[block]
  }
  return z
}
