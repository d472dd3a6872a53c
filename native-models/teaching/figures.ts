import type { Action, Prototype } from './action.ts'
import type { WindowFeatures } from './feature-reader.ts'
import { choose, type TakeJudged } from './leave-one-out.ts'
import { dot } from './matrix.ts'

/** What a person should know before trusting what was taught. Actions and takes are named. */
export type Warning =
  | { readonly kind: 'too-few-takes'; readonly action: string; readonly takes: number; readonly wanted: number }
  | { readonly kind: 'too-alike'; readonly action: string; readonly takes: readonly [string, string] }
  | {
      readonly kind: 'unbalanced'
      readonly most: string
      readonly least: string
      readonly takes: readonly [number, number]
    }
  /** A single frame tells as much as the clip: the background, or how one stands, may tell the actions apart. */
  | { readonly kind: 'still-tells'; readonly right: number; readonly stillRight: number; readonly takes: number }
  /** No action for what is none of them. */
  | { readonly kind: 'no-background' }
  /** No action has two takes: nothing could be tested, and nothing is ever called unknown. */
  | { readonly kind: 'untested' }

/** How well it recognizes, each take judged by what the others taught. */
export interface Figures {
  /** Takes that were tested, and how many were right. */
  readonly takes: number
  readonly right: number
  readonly byAction: readonly { readonly label: string; readonly takes: number; readonly right: number }[]
  /** So often `truth` was taken for `taken`; most first. */
  readonly confused: readonly { readonly truth: string; readonly taken: string; readonly takes: number }[]
  /** Right by the features of single frames alone. */
  readonly stillRight: number
  readonly lambda: number
  readonly temperature: number
  /** The cosine to the nearest take below which a clip is unknown. */
  readonly limit: number
  readonly warnings: readonly Warning[]
}

/** What learning has found out besides the classifier. */
export interface Found {
  readonly actions: readonly Action[]
  readonly windows: readonly (WindowFeatures & { readonly action: number; readonly take: number })[]
  readonly prototypes: readonly Prototype[]
  readonly judged: readonly TakeJudged[]
  readonly lambda: number
  readonly temperature: number
  readonly limit: number
}

const wantedTakes = 3
/** Two takes with this cosine are one moment twice: what one teaches, the other cannot test. */
const duplicate = 0.995
const unbalancedBy = 3
/** Fewer takes than these cannot show that single frames are as good; and being wrong as often is no sign. */
const enoughForStills = { takes: 6, share: 0.8 }

export function figuresOf(found: Found): Figures {
  const { actions, judged, lambda, temperature, limit } = found
  const right = judged.filter(isRight).length
  const stillRight = rightByStills(found)
  const byAction = actions.map(({ label }, k) => {
    const own = judged.filter(({ truth }) => truth === k)
    return { label, takes: own.length, right: own.filter(isRight).length }
  })
  const figures = { takes: judged.length, right, byAction, stillRight, lambda, temperature, limit }
  return { ...figures, confused: confusedOf(found), warnings: [...warningsOf(found, right, stillRight)] }
}

const isRight = ({ truth, taken }: TakeJudged): boolean => truth === taken

function confusedOf({ actions, judged }: Found): Figures['confused'] {
  return actions
    .flatMap(({ label: truth }, k) =>
      actions.map(({ label: taken }, other) => ({
        truth,
        taken,
        takes: k === other ? 0 : judged.filter((take) => take.truth === k && take.taken === other).length,
      })),
    )
    .filter(({ takes }) => takes > 0)
    .toSorted((a, b) => b.takes - a.takes)
}

/** The same classifier on the middle frame of each window, pooled. */
function rightByStills({ windows, actions, judged }: Found): number {
  if (judged.length === 0) return 0
  const seen = windows.filter(({ mirrored }) => !mirrored)
  const rows = seen.map(({ still }) => still)
  const mean = rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length)
  const samples = seen.map(({ still, action, take, mirrored }) => {
    const centred = Float64Array.from(still, (x, i) => x - mean[i]!)
    const length = Math.sqrt(dot(centred, centred)) || 1
    return { z: centred.map((x) => x / length), action, take, mirrored }
  })
  return choose(samples, actions.length).judged.filter(isRight).length
}

function* warningsOf(found: Found, right: number, stillRight: number): Generator<Warning, void, void> {
  const { actions, prototypes, judged } = found
  for (const { label, takes } of actions) {
    if (takes.length < wantedTakes)
      yield { kind: 'too-few-takes', action: label, takes: takes.length, wanted: wantedTakes }
  }
  const ids = actions.flatMap(({ takes }) => takes.map(({ id }) => id))
  const plain = prototypes.filter(({ mirrored }) => !mirrored)
  for (const [i, a] of plain.entries()) {
    const twin = plain.slice(i + 1).find((b) => b.action === a.action && dot(a.z, b.z) > duplicate)
    if (twin !== undefined)
      yield { kind: 'too-alike', action: actions[a.action]!.label, takes: [ids[a.take]!, ids[twin.take]!] }
  }
  const sorted = actions.toSorted((a, b) => a.takes.length - b.takes.length)
  const [least, most] = [sorted[0]!, sorted.at(-1)!]
  if (most.takes.length >= unbalancedBy * least.takes.length) {
    const takes = [most.takes.length, least.takes.length] as const
    yield { kind: 'unbalanced', most: most.label, least: least.label, takes }
  }
  if (!actions.some(({ background }) => background)) yield { kind: 'no-background' }
  if (judged.length === 0) yield { kind: 'untested' }
  const { takes, share } = enoughForStills
  if (judged.length >= takes && stillRight >= right && stillRight >= share * judged.length)
    yield { kind: 'still-tells', right, stillRight, takes: judged.length }
}
