/** A quantity that was measured once a round. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** Of at least one number. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  return { median, min: sorted[0]!, max: sorted.at(-1)! }
}

/**
 * a / b, round by round, and only then the median: what slows the machine down for a while slows both sides of a
 * round, and leaves their ratio alone.
 */
export const ratioOf = (a: readonly number[], b: readonly number[]): Spread =>
  spreadOf(a.map((value, round) => value / b[round]!))

/** Largest |a - b|, and the largest |a| to hold it against. */
export interface Difference {
  readonly largest: number
  readonly range: number
}

/** NaN where the numbers of values differ, so that it cannot pass for agreement. */
export function differenceOf(a: Float32Array, b: Float32Array): Difference {
  let [largest, range] = [a.length === b.length ? 0 : NaN, 0]
  for (let i = 0; i < a.length; i++) {
    largest = Math.max(largest, Math.abs(a[i]! - b[i]!))
    range = Math.max(range, Math.abs(a[i]!))
  }
  return { largest, range }
}

/** float32 summed in another order, over some fifty layers, stays far below this; another network does not. */
export const agrees = ({ largest, range }: Difference): boolean => largest <= 1e-3 * Math.max(range, 1e-3)
