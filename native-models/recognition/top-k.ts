/** Indices of the `k` largest probabilities, best first. */
export function topK(probabilities: ArrayLike<number>, k: number): readonly number[] {
  return Array.from({ length: probabilities.length }, (_, i) => i)
    .toSorted((a, b) => probabilities[b]! - probabilities[a]!)
    .slice(0, k)
}
