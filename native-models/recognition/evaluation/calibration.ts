/** Whether a score can be read as a share that is right. */
export interface Answered {
  /** Of the best label, 0 to 1. */
  readonly score: number
  readonly right: boolean
}

/** The clips whose best score lies in one range. */
export interface ReliabilityBin {
  /** Their mean score, and the share of them that is right. */
  readonly confidence: number
  readonly accuracy: number
  readonly clips: number
}

const binCount = 15

/** The reliability diagram: B bins of equal width, ((b - 1) / B, b / B], the lowest first; none that is empty. */
export function reliability(answers: readonly Answered[], bins = binCount): readonly ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ score: 0, right: 0, clips: 0 }))
  for (const { score, right } of answers) {
    const sum = sums[Math.min(bins - 1, Math.max(0, Math.ceil(score * bins) - 1))]!
    sum.score += score
    sum.right += right ? 1 : 0
    sum.clips++
  }
  return sums
    .filter(({ clips }) => clips > 0)
    .map(({ score, right, clips }) => ({ confidence: score / clips, accuracy: right / clips, clips }))
}

/**
 * Expected calibration error: the mean gap between what is said and what is right, each bin as heavy as its clips are many,
 * sum over b of |B_b| / n * |acc(B_b) - conf(B_b)|. Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural
 * Networks", ICML 2017, Eq. 3, with their 15 bins.
 */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const clips = bins.reduce((sum, bin) => sum + bin.clips, 0)
  const gaps = bins.reduce((sum, bin) => sum + bin.clips * Math.abs(bin.accuracy - bin.confidence), 0)
  return clips === 0 ? 0 : gaps / clips
}
