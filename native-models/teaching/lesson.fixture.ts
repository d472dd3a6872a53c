/** Takes without pictures: features of actions that lie apart by as much as a test wants. */
import type { Action } from './action.ts'
import type { TakeFeatures } from './feature-reader.ts'
import type { BlockSizes } from './normalise.ts'
import { hashed } from './reference.fixture.ts'

export const sizes: BlockSizes = { head: 12, appearance: 6, change: 6, direction: 6 }
const length = 30

export interface Kind {
  readonly label: string
  readonly takes: number
  /** What its features are around: another number, another place. */
  readonly at: number
  /** What its single frames are around; where it is the same for all, nothing can be told by them. */
  readonly still?: number
  readonly background?: boolean
}

/** A take with three windows, and their mirrored copies. */
export function take(id: string, at: number, still: number, seed: number, noise: number): TakeFeatures {
  const near = (count: number, place: number, own: number): Float32Array =>
    Float32Array.from({ length: count }, (_, i) => hashed(place * 977 + i) + noise * hashed(own * 131 + i + 50_000))
  const window = (mirrored: boolean, w: number) => ({
    values: near(length, at, seed * 8 + w),
    still: near(6, still, seed * 8 + w + 4),
    whole: w === 0,
    mirrored,
  })
  return { id, windows: [0, 1, 2].flatMap((w) => [window(false, w), window(true, w + 3)]) }
}

export const actionsOf = (kinds: readonly Kind[], noise = 0.5): readonly Action[] =>
  kinds.map(({ label, takes, at, still = 0, background = false }, k) => ({
    label,
    background,
    mirrored: true,
    takes: Array.from({ length: takes }, (_, i) => take(`${label} ${i}`, at, still, k * 100 + i, noise)),
  }))
