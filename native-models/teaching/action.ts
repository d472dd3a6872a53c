import type { TakeFeatures } from './feature-reader.ts'

/** An action and its takes. */
export interface Action {
  readonly label: string
  /** "Nothing" is an action like all others, but no event. */
  readonly background: boolean
  /** Whether its takes have mirrored copies. */
  readonly mirrored: boolean
  readonly takes: readonly TakeFeatures[]
}

/** A take as one point. */
export interface Prototype {
  readonly z: Float64Array
  readonly take: number
  readonly action: number
  readonly mirrored: boolean
}
