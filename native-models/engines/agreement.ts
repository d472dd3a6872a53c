/**
 * How far a device may be from the cpu: 1 % of the range of the cpu's values.
 *
 * float32 in another order differs by about 1e-5 of the range, half precision inside a GPU (TF32, fp16) by about
 * 1e-3 after some fifty layers; a kernel that is wrong, by the range itself. 1 % lies between the last two, and moves
 * a probability by less than what the window rounds to.
 */
export const tolerance = 1e-2

/** Why `values` are not those of the cpu (`expected`, not empty), or undefined if they agree. */
export function disagreement(expected: Float32Array, values: Float32Array): string | undefined {
  if (values.length !== expected.length) return `gives ${values.length} values, the cpu gives ${expected.length}`
  if (!values.every(Number.isFinite)) return 'gives values that are not finite'
  let low = Infinity
  let high = -Infinity
  let furthest = 0
  for (const [i, want] of expected.entries()) {
    low = Math.min(low, want)
    high = Math.max(high, want)
    furthest = Math.max(furthest, Math.abs(want - values[i]!))
  }
  // One value, or all the same: their size takes the place of the range.
  const range = high > low ? high - low : Math.max(Math.abs(high), 1e-6)
  if (furthest <= tolerance * range) return undefined
  return `is wrong: up to ${((furthest / range) * 100).toPrecision(2)} % of the range away from the cpu`
}
