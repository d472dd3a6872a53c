/** Indices of the `k` largest probabilities, best first; none of those that stay out. */
export function topK(
  probabilities: ArrayLike<number>,
  k: number,
  without: ReadonlySet<number> = new Set(),
): readonly number[] {
  return Array.from({ length: probabilities.length }, (_, i) => i)
    .filter((i) => !without.has(i))
    .toSorted((a, b) => probabilities[b]! - probabilities[a]!)
    .slice(0, k)
}
