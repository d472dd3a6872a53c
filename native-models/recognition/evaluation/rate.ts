/** A share of some clips as it was counted, and how far chance may have moved it. */
export interface Rate {
  readonly right: number
  readonly clips: number
  /** The Wilson interval at 95 %. */
  readonly low: number
  readonly high: number
}

/** Two-sided 95 % of a normal distribution. */
const z = 1.959963984540054

/**
 * Wilson's score interval (1927): all shares p that lie within z standard deviations, sqrt(p (1 - p) / n), of the one that was
 * seen. Unlike the usual one it stays within 0 and 1 and holds for few clips. Of no clips nothing is known: 0 to 1.
 */
export function rateOf(right: number, clips: number): Rate {
  if (clips === 0) return { right, clips, low: 0, high: 1 }
  const share = right / clips
  const weight = 1 + z ** 2 / clips
  const centre = (share + z ** 2 / (2 * clips)) / weight
  const half = (z / weight) * Math.sqrt((share * (1 - share)) / clips + z ** 2 / (4 * clips ** 2))
  // At the ends the formula gives them but for rounding.
  return { right, clips, low: right === 0 ? 0 : centre - half, high: right === clips ? 1 : centre + half }
}

export const shareOf = ({ right, clips }: Pick<Rate, 'right' | 'clips'>): number => (clips === 0 ? 0 : right / clips)
