import { fitTemperature, logLoss, softmax, type Judged } from './calibrate.ts'
import { gram } from './matrix.ts'
import { ridge, type Ridge } from './ridge.ts'

/** One window of one take of one action, ready for the classifier. */
export interface Sample {
  /** z [F] */
  readonly z: Float64Array
  readonly action: number
  /** Counts over all takes of all actions. */
  readonly take: number
  /** Mirrored copies are taught, and not judged. */
  readonly mirrored: boolean
}

/** Lambdas that are tried. K has ones on its diagonal, so they have one meaning for all features. */
export const lambdas: readonly number[] = [0.01, 0.03, 0.1, 0.3, 1]

/** What is taken where nothing can be left out, as no action has two takes. */
export const unproven = { lambda: 0.1, temperature: 0.25 } as const

/** What leaving out each take in turn says of it. */
export interface TakeJudged {
  readonly take: number
  readonly truth: number
  /** Mean of its windows' probabilities. */
  readonly probabilities: Float64Array
  readonly taken: number
}

export interface Chosen {
  readonly fit: Ridge
  readonly lambda: number
  readonly temperature: number
  /** By take; none where no action has two. */
  readonly judged: readonly TakeJudged[]
}

/**
 * Every action counts the same, and of an action every take, however many windows each has. Their mean is 1.
 *
 * The weights stay when a take is left out, and so do the centre and the scale of the features, which know no labels.
 */
export function weightsOf(samples: readonly Sample[]): Float64Array {
  const windows = counted(samples.map(({ take }) => take))
  const takes = counted([...new Map(samples.map(({ take, action }) => [take, action])).values()])
  return Float64Array.from(
    samples,
    ({ take, action }) => samples.length / (takes.size * takes.get(action)! * windows.get(take)!),
  )
}

/** Ridge regression, one action against the rest, with the lambda of the least loss when each take is left out in turn. */
export function choose(samples: readonly Sample[], actions: number): Chosen {
  const weights = weightsOf(samples)
  const targets = Array.from({ length: actions }, (_, k) =>
    Float64Array.from(samples, ({ action }) => (action === k ? 1 : -1)),
  )
  const kernel = gram(samples.map(({ z }) => z))
  const groups = groupsToLeaveOut(samples)
  if (groups.length === 0) {
    return { fit: ridge(kernel, targets, weights, unproven.lambda), ...unproven, judged: [] }
  }
  const tested = groups.flat().filter((i) => !samples[i]!.mirrored)
  let best: (Omit<Chosen, 'judged'> & { loss: number; scores: readonly Float64Array[] }) | undefined
  for (const lambda of lambdas) {
    const fit = ridge(kernel, targets, weights, lambda)
    const scores = fit.leaveOut(groups)
    const judged = tested.map((i): Judged => ({ scores: scores[i]!, truth: samples[i]!.action, weight: weights[i]! }))
    const temperature = fitTemperature(judged)
    const loss = logLoss(judged, temperature)
    if (best === undefined || loss < best.loss) best = { fit, lambda, temperature, loss, scores }
  }
  const { fit, lambda, temperature, scores } = best!
  return { fit, lambda, temperature, judged: byTake(samples, tested, scores, temperature) }
}

/** The windows of each take whose action has another. */
function groupsToLeaveOut(samples: readonly Sample[]): readonly (readonly number[])[] {
  const groups = grouped(samples.keys(), (i) => samples[i]!.take)
  const takes = counted([...groups.values()].map((group) => samples[group[0]!]!.action))
  return [...groups.values()].filter((group) => takes.get(samples[group[0]!]!.action)! > 1)
}

function byTake(
  samples: readonly Sample[],
  tested: readonly number[],
  scores: readonly Float64Array[],
  temperature: number,
): readonly TakeJudged[] {
  return [...grouped(tested, (i) => samples[i]!.take)].map(([take, windows]) => {
    const mean = meanOf(windows.map((i) => softmax(scores[i]!, temperature)))
    return { take, truth: samples[windows[0]!]!.action, probabilities: mean, taken: mean.indexOf(Math.max(...mean)) }
  })
}

export function meanOf(rows: readonly Float64Array[]): Float64Array {
  return rows[0]!.map((_, k) => rows.reduce((sum, row) => sum + row[k]!, 0) / rows.length)
}

function counted(values: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** Values by what they belong to, in the order in which it first comes. */
export function grouped<T, K>(values: Iterable<T>, keyOf: (value: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else group.push(value)
  }
  return groups
}
