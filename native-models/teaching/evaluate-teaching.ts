import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Action } from './action.ts'
import { classifierOf, judgeTake } from './classifier.ts'
import type { TakeFeatures } from './feature-reader.ts'
import type { BlockSizes } from './normalise.ts'

/** How right it is with so many takes of each action, over many draws. */
export interface TeachingRow {
  readonly takes: number
  readonly draws: number
  /** Mean over draws of the share of right takes, and its standard deviation. */
  readonly mean: number
  readonly spread: number
  /** Share of the tested takes that got no label, as they lie too far from all that was shown. */
  readonly unknown: number
}

export interface TeachingEvaluation {
  readonly actions: number
  readonly clips: number
  readonly groups: number
  readonly rows: readonly TeachingRow[]
}

export const takesTried: readonly number[] = [1, 2, 3, 5, 10]

/** Who or what is in a clip: its file's name up to the first underscore. */
export const groupOf = (path: string): string => basename(path).replace(/\..*$/, '').split('_')[0]!

/**
 * Teaches k takes of each action, drawn anew each time, and tests the others; takes of one group (`groupOf`) are never on
 * both sides. Half of the groups are to teach from, or as many as k where that is more; where they have fewer than k takes of
 * an action, all of them are taken. Where all is one group, each take is one. The share is of what is right among all that was tested: what
 * is called unknown is wrong.
 */
export async function evaluateTeaching(
  actions: readonly Action[],
  sizes: BlockSizes,
  options: {
    readonly takes?: readonly number[]
    readonly draws: number
    readonly group?: (id: string) => string
    readonly signal?: AbortSignal
    readonly onProgress?: (done: number) => void
  },
): Promise<TeachingEvaluation> {
  const { takes: tried = takesTried, draws, signal, onProgress } = options
  const ids = actions.flatMap(({ takes }) => takes.map(({ id }) => id))
  const given = options.group ?? groupOf
  const group = new Set(ids.map(given)).size > 1 ? given : (id: string): string => id
  const groups = [...new Set(ids.map(group))].toSorted()
  const rows: TeachingRow[] = []
  let done = 0
  for (const k of tried) {
    const [shares, unknowns]: [number[], number[]] = [[], []]
    for (let draw = 0; draw < draws; draw++) {
      signal?.throwIfAborted()
      const split = drawn(actions, groups, group, k, draw)
      if (split !== undefined) {
        const classifier = classifierOf(split.taught, sizes)
        const tested = split.tested.map(({ take, action }) => {
          const p = judgeTake(classifier, take)
          return { best: p.indexOf(Math.max(...p)), action }
        })
        shares.push(tested.filter(({ best, action }) => best === action).length / tested.length)
        unknowns.push(tested.filter(({ best }) => best === actions.length).length / tested.length)
      }
      onProgress?.(++done)
      await setImmediate()
    }
    if (shares.length === 0) continue
    const mean = average(shares)
    const spread = Math.sqrt(average(shares.map((share) => (share - mean) ** 2)))
    rows.push({ takes: k, draws: shares.length, mean, spread, unknown: average(unknowns) })
  }
  return { actions: actions.length, clips: ids.length, groups: groups.length, rows }
}

interface Split {
  readonly taught: readonly Action[]
  readonly tested: readonly { readonly take: TakeFeatures; readonly action: number }[]
}

/** Undefined where an action has nothing to teach from or nothing is left to test, or k takes are nowhere to be had. */
function drawn(
  actions: readonly Action[],
  groups: readonly string[],
  group: (id: string) => string,
  k: number,
  draw: number,
): Split | undefined {
  const random = generator(draw * 1000 + k)
  const share = Math.min(Math.max(Math.ceil(groups.length / 2), k), groups.length - 1)
  const teaching = new Set(shuffled(groups, random).slice(0, share))
  const taught = actions.map((action) => {
    const own = action.takes.filter(({ id }) => teaching.has(group(id)))
    return { ...action, takes: shuffled(own, random).slice(0, k) }
  })
  const tested = actions.flatMap(({ takes }, action) =>
    takes.filter(({ id }) => !teaching.has(group(id))).map((take) => ({ take, action })),
  )
  if (tested.length === 0 || taught.some(({ takes }) => takes.length === 0)) return undefined
  return taught.some(({ takes }) => takes.length === k) ? { taught, tested } : undefined
}

/** Fisher and Yates. */
function shuffled<T>(values: readonly T[], random: () => number): readonly T[] {
  const result = [...values]
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[result[i], result[j]] = [result[j]!, result[i]!]
  }
  return result
}

/** mulberry32: the same numbers in [0, 1) for a seed, everywhere. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
