/** What a variant calls something: from which score on it has a label at all, and which labels stay silent. */
import type { Manifest } from './manifest.ts'

/** On held-back clips of res34-se-im-net/everyday, 78 % reach it, and 92 % of those are right. */
export const defaultThreshold = 0.5

/** Below this score there is no label, where the user says nothing else: the variant's own, or the one that all have. */
export const thresholdOf = ({ calibration }: Pick<Manifest, 'calibration'>): number =>
  calibration?.threshold ?? defaultThreshold

/** Indices of the labels that nothing is ever called by, as they did not prove themselves. */
export const hiddenOf = (labels: Manifest['labels']): ReadonlySet<number> =>
  new Set(labels.flatMap(({ hidden }, i) => (hidden === true ? [i] : [])))

/** Index of the label, or undefined ("-"): where the best score is below the threshold, or a hidden label's. */
export function labelOf(
  probabilities: ArrayLike<number>,
  threshold: number,
  hidden: ReadonlySet<number>,
): number | undefined {
  let best = 0
  for (let i = 1; i < probabilities.length; i++) if (probabilities[i]! > probabilities[best]!) best = i
  return probabilities[best]! >= threshold && !hidden.has(best) ? best : undefined
}
