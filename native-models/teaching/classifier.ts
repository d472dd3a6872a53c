import { ActscopeError } from '../errors.ts'
import type { Action, Prototype } from './action.ts'
import { quantile, softmax } from './calibrate.ts'
import type { TakeFeatures, WindowFeatures } from './feature-reader.ts'
import { figuresOf, type Figures, type Found } from './figures.ts'
import { choose, grouped, meanOf, type Sample } from './leave-one-out.ts'
import { dot } from './matrix.ts'
import { normalisationOf, normalise, type BlockSizes, type Normalisation } from './normalise.ts'

/** All numbers of a classifier that was taught; networks/taught.ts is the function. */
export interface Classifier {
  readonly normalisation: Normalisation
  /** W [actions][F] and c [actions], both divided by the temperature. */
  readonly weights: readonly Float64Array[]
  readonly intercepts: readonly number[]
  /** Of each take, and of its mirrored copy, the mean of its windows' z, of length 1. */
  readonly prototypes: readonly Float64Array[]
  /** Below this cosine to the nearest take a clip is unknown; `sharpness` is how sure that is. */
  readonly limit: number
  readonly sharpness: number
}

export interface Lesson {
  readonly classifier: Classifier
  readonly figures: Figures
}

/** Of windows of takes that were left out so many are farther from all others than the limit. */
const beyondLimit = 0.05
/** At the middle of them `unknown` lies this much below the best action's logit: it has 2 % of it. */
const usualDistance = 4
/** Closed form, so its time grows with the cube of the windows: with more, each take gives fewer. */
const mostSamples = 480

/**
 * Learns actions of their takes: in closed form, the same every time.
 *
 * @throws ActscopeError `input-invalid` for fewer than two actions, one without a take, a name that is there twice
 */
export function learn(actions: readonly Action[], sizes: BlockSizes): Lesson {
  const { classifier, found } = fitted(actions, sizes)
  return { classifier, figures: figuresOf(found) }
}

/** As `learn`, without the figures. */
export const classifierOf = (actions: readonly Action[], sizes: BlockSizes): Classifier =>
  fitted(actions, sizes).classifier

function fitted(actions: readonly Action[], sizes: BlockSizes): { classifier: Classifier; found: Found } {
  insistOnActions(actions)
  const takes = actions.flatMap(({ takes }, action) => takes.map((take) => ({ ...take, action })))
  const most = Math.max(2, Math.floor(mostSamples / takes.length))
  const windows = takes.flatMap(({ windows, action }, take) =>
    thin(windows, most).map((window) => ({ ...window, action, take })),
  )
  const normalisation = normalisationOf(
    windows.map(({ values }) => values),
    sizes,
  )
  const samples = windows.map(({ values, ...of }) => ({ ...of, z: normalise(normalisation, values) }))
  const { fit, lambda, temperature, judged } = choose(samples, actions.length)

  const weights = fit.alpha.map((alpha) => {
    const w = new Float64Array(normalisation.centre.length)
    samples.forEach(({ z }, i) => {
      for (let f = 0; f < w.length; f++) w[f]! += (alpha[i]! * z[f]!) / temperature
    })
    return w
  })
  const intercepts = fit.intercept.map((b) => b / temperature)
  const prototypes = prototypesOf(samples)
  const known = nearestOfOthers(samples, prototypes, new Set(judged.map(({ take }) => take)))
  const limit = known.length === 0 ? -1 : quantile(known, beyondLimit)
  const sharpness = known.length === 0 ? 1 : usualDistance / Math.max(quantile(known, 0.5) - limit, 0.05)
  const classifier = {
    normalisation,
    weights,
    intercepts,
    prototypes: prototypes.map(({ z }) => z),
    limit,
    sharpness,
  }
  return { classifier, found: { actions, windows, prototypes, judged, lambda, temperature, limit } }
}

/** Probabilities of a window: each action's, then that it is none of them. [actions + 1] */
export function judge(classifier: Classifier, values: ArrayLike<number>): Float64Array {
  const { normalisation, weights, intercepts, prototypes, limit, sharpness } = classifier
  const z = normalise(normalisation, values)
  const scores = weights.map((w, k) => dot(w, z) + intercepts[k]!)
  const nearest = Math.max(...prototypes.map((prototype) => dot(prototype, z)))
  return softmax([...scores, Math.max(...scores) + sharpness * (limit - nearest)])
}

/** What a whole take is, with the mean over its windows, mirrored ones left out. [actions + 1] */
export const judgeTake = (classifier: Classifier, { windows }: TakeFeatures): Float64Array =>
  meanOf(windows.filter(({ mirrored }) => !mirrored).map(({ values }) => judge(classifier, values)))

function prototypesOf(samples: readonly Sample[]): readonly Prototype[] {
  return [...grouped(samples, ({ take, mirrored }) => `${take} ${mirrored}`).values()].map((group) => {
    const { take, action, mirrored } = group[0]!
    const mean = meanOf(group.map(({ z }) => z))
    const length = Math.sqrt(dot(mean, mean)) || 1
    return { z: mean.map((x) => x / length), take, action, mirrored }
  })
}

/** Of each window of the takes that were left out, the cosine to the nearest other take. */
function nearestOfOthers(
  samples: readonly Sample[],
  prototypes: readonly Prototype[],
  tested: ReadonlySet<number>,
): readonly number[] {
  return samples
    .filter(({ take, mirrored }) => tested.has(take) && !mirrored)
    .map(({ z, take }) => Math.max(...prototypes.filter((other) => other.take !== take).map((p) => dot(p.z, z))))
}

/** The first (the whole take), and of the others as many as there is room for; of mirrored copies the same. */
function thin(windows: readonly WindowFeatures[], most: number): readonly WindowFeatures[] {
  if (windows.length <= most) return windows
  const step = windows.length / most
  return Array.from({ length: most }, (_, i) => windows[Math.floor(i * step)]!)
}

function insistOnActions(actions: readonly Action[]): void {
  const refuse = (what: string, hint: string): ActscopeError => new ActscopeError('input-invalid', what, { hint })
  if (actions.length < 2) {
    const what = actions.length === 0 ? 'there is no action' : `${actions[0]!.label} is the only action`
    throw refuse(`${what}; nothing can be told apart`, 'Show another, or "nothing": what you normally do.')
  }
  for (const [i, { label, takes }] of actions.entries()) {
    if (takes.length === 0) throw refuse(`${label} has no take`, 'Record one, or remove the action.')
    if (actions.findIndex((other) => other.label === label) < i) {
      throw refuse(`two actions are called ${label}`, 'Give one of them another name.')
    }
  }
}
