import { calibrationError, reliability, type ReliabilityBin } from './calibration.ts'
import { rateOf, shareOf, type Rate } from './rate.ts'

/** A clip's true label and what was predicted, best first. */
export interface Judged {
  readonly truth: number
  readonly ranking: readonly number[]
  /** Of the best. */
  readonly score: number
  /** The data set that it is of. */
  readonly source: string
  /** Whether the best was said at all: it reached the threshold, and may be named. */
  readonly labelled: boolean
}

/** Of the clips of a label, those that were named right; `recall` is that as a share. */
export interface ClassMetrics extends Rate {
  readonly label: string
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
  /** The same as counted, with their intervals. */
  readonly whole: Rate
  readonly within5: Rate
  /** Top-1 by data set, in the order of their names. */
  readonly sources: Readonly<Record<string, Rate>>
  /** Clips that got a label, and of those the ones whose label is right. */
  readonly labelled: Rate
  readonly labelledRight: Rate
  readonly calibration: { readonly error: number; readonly bins: readonly ReliabilityBin[] }
  /** Labels of which there was at least one clip, in the variant's order. */
  readonly perClass: readonly ClassMetrics[]
  readonly labels: readonly string[]
  /** Number of clips of label [row] that were taken for label [column]. */
  readonly confusion: readonly (readonly number[])[]
  /** Pairs that were confused at all, worst first. */
  readonly confusedPairs: readonly ConfusedPair[]
}

/** Top-1, top-5, both by source and class, how far scores hold, confusion matrix and the most confused pairs. */
export function measure(labels: readonly string[], judged: readonly Judged[]): Metrics {
  const confusion = labels.map(() => labels.map(() => 0))
  for (const { truth, ranking } of judged) confusion[truth]![ranking[0]!]! += 1
  const counts = confusion.map((row) => row.reduce((sum, count) => sum + count, 0))
  const [whole, within5] = [within(judged, 1), within(judged, 5)]
  const said = judged.filter(({ labelled }) => labelled)
  const bins = reliability(judged.map((clip) => ({ score: clip.score, right: isRight(clip) })))
  return {
    clips: judged.length,
    top1: shareOf(whole),
    top5: shareOf(within5),
    whole,
    within5,
    sources: bySource(judged, (clips) => within(clips, 1)),
    labelled: rateOf(said.length, judged.length),
    labelledRight: within(said, 1),
    calibration: { error: calibrationError(bins), bins },
    perClass: labels.flatMap((label, i) => {
      const rate = rateOf(confusion[i]![i]!, counts[i]!)
      return rate.clips > 0 ? [{ label, ...rate, recall: shareOf(rate) }] : []
    }),
    labels,
    confusion,
    confusedPairs: confusedPairs(labels, confusion, counts),
  }
}

const isRight = ({ truth, ranking }: Judged, k = 1): boolean => ranking.slice(0, k).includes(truth)

const within = (judged: readonly Judged[], k: number): Rate =>
  rateOf(judged.filter((clip) => isRight(clip, k)).length, judged.length)

/** Something of the clips of each source, in the order of their names. */
export function bySource<T extends { readonly source: string }, R>(
  clips: readonly T[],
  of: (clips: readonly T[]) => R,
): Readonly<Record<string, R>> {
  const sources = [...new Set(clips.map(({ source }) => source))].toSorted()
  return Object.fromEntries(sources.map((name) => [name, of(clips.filter(({ source }) => source === name))]))
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
