import { ActscopeError } from '../../errors.ts'
import type { OnlineMemory } from './memory.ts'

/**
 * Indices of k items spread over n, both ends included: rint(linspace(0, n - 1, k)) as in the authors' code of ECO,
 * that is, rounded half to even; k = 1 takes the first.
 */
export function spread(n: number, k: number): number[] {
  if (k === 1) return [0]
  const step = (n - 1) / (k - 1)
  return Array.from({ length: k }, (_, i) => (i === k - 1 ? n - 1 : roundHalfToEven(i * step)))
}

/**
 * How many frames each of `blocks` blocks supplies to a clip of N, oldest first: the newest N/2, the one before N/4,
 * and so on; the oldest repeats the last count, so that they are N together. [16], [8,8], [4,4,8], [2,2,4,8], [1,1,2,4,8].
 */
export function blockCounts(N: number, blocks: number): number[] {
  return Array.from({ length: blocks }, (_, i) => N / 2 ** (blocks - Math.max(i, 1)))
}

/** The most blocks that can have a frame in a clip: log2(N) + 1. */
export function depthOf(N: number): number {
  return Math.log2(N) + 1
}

function roundHalfToEven(value: number): number {
  const down = Math.floor(value)
  const rest = value - down
  return rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down
}

/**
 * Frames of a clip of N out of `blocks` whole blocks, oldest first, counted from the end: the newest possible is -1. Each
 * block is halved again and again, down to its count.
 */
export function clipOffsets(N: number, blocks: number): readonly number[] {
  return blockCounts(N, blocks).flatMap((count, i) => halved(N, count).map((position) => position - N * (blocks - i)))
}

/** Positions in a block of N that are left once it has been thinned to `count`, half by half. */
function halved(N: number, count: number): readonly number[] {
  let positions = Array.from({ length: N }, (_, i) => i)
  while (positions.length > count) positions = spread(positions.length, positions.length / 2).map((i) => positions[i]!)
  return positions
}

/** Throws `input-invalid` unless N is a power of two, 2 or more. */
export function requireHalvable(N: number): void {
  if (N >= 2 && Number.isInteger(Math.log2(N))) return
  throw new ActscopeError('input-invalid', `A clip of ${N} frames cannot be sampled online; N is a power of two.`)
}

/** Throws `input-invalid` where a memory is told another thing of its coming frame than it asked for. */
export function insistOn(memory: Pick<OnlineMemory<unknown>, 'next'>, frame: number, call: 'keep' | 'skip'): void {
  const wanted = memory.next()
  if (wanted !== call) throw new ActscopeError('input-invalid', `Frame ${frame} is one to ${wanted}, not to ${call}.`)
}
