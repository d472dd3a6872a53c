/** A clip's true label and what was predicted, best first. */
export interface Judged {
  readonly truth: number
  readonly ranking: readonly number[]
}

export interface ClassMetrics {
  readonly label: string
  readonly clips: number
  /** Share of the clips of this label that were named right. */
  readonly recall: number
}

/** Two labels that are taken for each other. */
export interface ConfusedPair {
  readonly a: string
  readonly b: string
  /** P(a taken for b) + P(b taken for a): the confusion indicator of Chen et al., Table 8. From 0 to 2. */
  readonly indicator: number
  readonly aTakenForB: number
  readonly bTakenForA: number
}

/** Shares are fractions from 0 to 1. */
export interface Metrics {
  readonly clips: number
  readonly top1: number
  readonly top5: number
  /** Labels of which there was at least one clip, in the variant's order. */
  readonly perClass: readonly ClassMetrics[]
  readonly labels: readonly string[]
  /** Number of clips of label [row] that were taken for label [column]. */
  readonly confusion: readonly (readonly number[])[]
  /** Pairs that were confused at all, worst first. */
  readonly confusedPairs: readonly ConfusedPair[]
}

/** Top-1, top-5, recall of each class, confusion matrix and the most confused pairs. */
export function measure(labels: readonly string[], judged: readonly Judged[]): Metrics {
  const confusion = labels.map(() => labels.map(() => 0))
  for (const { truth, ranking } of judged) confusion[truth]![ranking[0]!]! += 1
  const counts = confusion.map((row) => row.reduce((sum, count) => sum + count, 0))
  const within = (k: number): number =>
    judged.filter(({ truth, ranking }) => ranking.slice(0, k).includes(truth)).length / Math.max(1, judged.length)
  return {
    clips: judged.length,
    top1: within(1),
    top5: within(5),
    perClass: labels.flatMap((label, i) =>
      counts[i]! > 0 ? [{ label, clips: counts[i]!, recall: confusion[i]![i]! / counts[i]! }] : [],
    ),
    labels,
    confusion,
    confusedPairs: confusedPairs(labels, confusion, counts),
  }
}

function confusedPairs(
  labels: readonly string[],
  confusion: readonly (readonly number[])[],
  counts: readonly number[],
): readonly ConfusedPair[] {
  const takenFor = (a: number, b: number): number => (counts[a]! > 0 ? confusion[a]![b]! / counts[a]! : 0)
  const pairs: ConfusedPair[] = []
  for (let a = 0; a < labels.length; a++) {
    for (let b = a + 1; b < labels.length; b++) {
      const [aTakenForB, bTakenForA] = [takenFor(a, b), takenFor(b, a)]
      const indicator = aTakenForB + bTakenForA
      if (indicator > 0) pairs.push({ a: labels[a]!, b: labels[b]!, indicator, aTakenForB, bTakenForA })
    }
  }
  return pairs.toSorted((p, q) => q.indicator - p.indicator)
}
