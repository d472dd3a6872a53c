/** Where two variants that are compared agree, and on which labels they differ. Knows no page. */
type Labels = readonly [string, string]
export type Pairs = readonly { readonly labels: Labels; readonly count: number }[]

/** One more moment at which the two said these; pairs that differ, most often first. */
export function withPair(pairs: Pairs, labels: Labels): Pairs {
  if (labels[0] === labels[1]) return pairs
  const same = (pair: Pairs[number]) => pair.labels[0] === labels[0] && pair.labels[1] === labels[1]
  const counted = pairs.some(same)
    ? pairs.map((pair) => (same(pair) ? { ...pair, count: pair.count + 1 } : pair))
    : [...pairs, { labels, count: 1 }]
  return counted.toSorted((a, b) => b.count - a.count)
}

/** Moments that the curve keeps; five minutes at two passes a second. */
const longest = 600

/** The share of moments at which the two agreed, as it was at each of them. Drawn from, never rendered by React. */
export class AgreementCurve {
  readonly #points: { readonly time: number; readonly value: number }[] = []

  get points(): readonly { readonly time: number; readonly value: number }[] {
    return this.#points
  }

  /** `time`: seconds of the page's clock; `value`: 0 to 1. */
  add(time: number, value: number): void {
    this.#points.push({ time, value })
    if (this.#points.length > longest) this.#points.shift()
  }

  clear(): void {
    this.#points.length = 0
  }
}
