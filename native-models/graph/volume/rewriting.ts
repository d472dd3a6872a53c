import type { GraphBuilder } from '../builder.ts'
import type { Value } from '../graph.ts'
import { elements } from '../shape.ts'
import type { Values } from './forms.ts'
import { isIdentity, type Matrix } from './time-filter.ts'

/** What the names of new nodes begin with. */
export const scope = 'lowered'

/** A graph while it is being rewritten. */
export interface Rewriting {
  /** For nodes that are new, so that their names are new as well. */
  readonly g: GraphBuilder
  readonly values: Values
  /** Weights of the graph as it was, and of new nodes. */
  readonly weights: ReadonlyMap<string, Float32Array>
  readonly made: Map<string, Float32Array>
}

/** matrix [P, T] over the frames of a clip: [N * T, C, H, W] -> [N * P, C, H, W] */
export function mix({ g, made }: Rewriting, name: string, matrix: Matrix, frames: Value): Value {
  if (isIdentity(matrix)) return frames
  const [, ...frame] = frames.shape
  const T = matrix[0]!.length
  const constant = g.at(name).parameter('frames', [matrix.length, T])
  made.set(`${scope}.${name}.frames`, Float32Array.from(matrix.flat()))
  const clip = g.reshape(frames, [-1, T, elements(frame)])
  return g.reshape(g.matmul(constant, clip, `${name}.product`), [-1, ...frame])
}

/** Frames of a clip [N, T, ...] by their numbers, in as few pieces as there are runs of equal steps. */
export function pick({ g }: Rewriting, clip: Value, indices: readonly number[]): Value {
  const runs: { start: number; step: number; count: number }[] = []
  for (const index of indices) {
    const run = runs.at(-1)
    const step = run === undefined ? NaN : index - (run.start + (run.count - 1) * run.step)
    if (run !== undefined && step >= 1 && (run.count === 1 || step === run.step)) {
      run.step = step
      run.count++
    } else runs.push({ start: index, step: 1, count: 1 })
  }
  const pieces = runs.map(({ start, step, count }) => g.slice(clip, 1, start, start + (count - 1) * step + 1, step))
  return pieces.length === 1 ? pieces[0]! : g.concat(pieces, 1)
}
