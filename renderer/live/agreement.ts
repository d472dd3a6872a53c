import type { Agreement } from '../store/state.ts'

type Pairs = Agreement['pairs']

/** One more moment at which the two variants said these; most often first. */
export function withPair(pairs: Pairs, labels: readonly [string, string]): Pairs {
  const same = (pair: Pairs[number]) => pair.labels[0] === labels[0] && pair.labels[1] === labels[1]
  const counted = pairs.some(same)
    ? pairs.map((pair) => (same(pair) ? { ...pair, count: pair.count + 1 } : pair))
    : [...pairs, { labels, count: 1 }]
  return counted.toSorted((a, b) => b.count - a.count)
}
