/** How sure scores are: softmax with a temperature that is fitted where it is told the truth by takes that it did not see. */

/** exp(s / T), normalised. */
export function softmax(scores: ArrayLike<number>, temperature = 1): Float64Array {
  const values = Float64Array.from(scores)
  const most = Math.max(...values)
  const p = values.map((score) => Math.exp((score - most) / temperature))
  const sum = p.reduce((a, b) => a + b, 0)
  return p.map((x) => x / sum)
}

/** Scores of a window, what it truly is, and how much it counts. */
export interface Judged {
  readonly scores: ArrayLike<number>
  readonly truth: number
  readonly weight: number
}

/** Mean of -log p(truth). */
export function logLoss(judged: readonly Judged[], temperature: number): number {
  let [loss, whole] = [0, 0]
  for (const { scores, truth, weight } of judged) {
    loss -= weight * Math.log(Math.max(softmax(scores, temperature)[truth]!, 1e-12))
    whole += weight
  }
  return loss / whole
}

/** Temperatures that are tried: scores of a ridge lie around -1 and 1. */
const [coldest, warmest] = [0.02, 5]

/** The temperature of the least loss (Guo et al. 2017, "On calibration of modern neural networks"), by golden section on its logarithm. */
export function fitTemperature(judged: readonly Judged[]): number {
  const golden = (Math.sqrt(5) - 1) / 2
  let [a, b] = [Math.log(coldest), Math.log(warmest)]
  const loss = (x: number): number => logLoss(judged, Math.exp(x))
  let [c, d] = [b - golden * (b - a), a + golden * (b - a)]
  let [lossC, lossD] = [loss(c), loss(d)]
  while (b - a > 1e-3) {
    if (lossC <= lossD) {
      ;[b, d, lossD] = [d, c, lossC]
      c = b - golden * (b - a)
      lossC = loss(c)
    } else {
      ;[a, c, lossC] = [c, d, lossD]
      d = a + golden * (b - a)
      lossD = loss(d)
    }
  }
  return Math.exp((a + b) / 2)
}

/** The value below which this share of all lies, linear between two. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((x, y) => x - y)
  const at = share * (sorted.length - 1)
  const below = Math.floor(at)
  const low = sorted[below]!
  return low + (at - below) * ((sorted[below + 1] ?? low) - low)
}
