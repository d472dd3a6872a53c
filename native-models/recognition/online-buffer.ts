import { ActscopeError } from '../errors.ts'
import { blockCounts, depthOf, spread } from './online-buffer-sampling.ts'

/**
 * How the working memory is thinned. `slots`: each block on its own, as the authors' code does it; a block is dropped
 * after log2(N) + 1 passes. `halving`: Algorithm 1 to the letter; half of the clip comes from all of the previous clip.
 */
export type OnlineReading = 'slots' | 'halving'

/** One frame as the buffer keeps it. */
export interface Kept<T> {
  /** How many frames arrived before it since the start or {@link OnlineBuffer.reset}, kept or not. */
  readonly frame: number
  /** Seconds of the media, or of the camera's clock. */
  readonly time: number
  /** A feature map [C, H, W], or the frame itself. */
  readonly item: T
}

/** What one pass sees. */
export interface Clip<T> {
  /** Counts from 1. */
  readonly pass: number
  /** N frames, oldest first. */
  readonly frames: readonly Kept<T>[]
  /** Index in `frames` from which they are newer than the last pass: 0 for the first pass; then N/2 in ECO's memory. */
  readonly newestFrom: number
}

export interface OnlineProgress {
  /** Frames since the last pass, kept or not: 0 to N - 1. "Warming up, 9 of 16" while `passes` is 0. */
  readonly filled: number
  readonly N: number
  readonly passes: number
}

/** Takes frames as they arrive, and gives clips of N. */
export interface OnlineMemory<T> {
  /** Whether the coming frame is one to keep; call `keep` or `skip` for it accordingly. */
  next(): 'keep' | 'skip'
  keep(item: T, time: number): Clip<T> | undefined
  skip(): Clip<T> | undefined
  readonly progress: OnlineProgress
  reset(): void
}

/**
 * The memory of ECO's online recognition (Zolfaghari et al. 2018, Algorithm 1): after every N frames it gives a clip of N,
 * half of it new, the rest ever sparser the longer ago.
 *
 * Which frames of a block can ever be in a clip is known before they arrive: all of the first block, then N/2 of each,
 * the same positions every time. So ask {@link next} first, and spend work (resizing, the 2D part) only on a frame to keep.
 * Items that fell out of reach are let go of with the next clip.
 */
export class OnlineBuffer<T> implements OnlineMemory<T> {
  private readonly N: number
  private readonly reading: OnlineReading
  /** The positions, in a block, of the frames that are kept; of the first block all are. */
  private readonly positions: ReadonlySet<number>
  /** Blocks that have been completed, oldest first; with `halving` one, which holds the last clip. */
  private blocks: (readonly Kept<T>[])[] = []
  private current: Kept<T>[] = []
  private filled = 0
  private frame = 0
  private passes = 0

  /** Throws `input-invalid` unless N is a power of two, 2 or more. */
  constructor(N: number, reading: OnlineReading = 'slots') {
    if (N < 2 || !Number.isInteger(Math.log2(N))) {
      throw new ActscopeError('input-invalid', `A clip of ${N} frames cannot be sampled online; N is a power of two.`)
    }
    this.N = N
    this.reading = reading
    this.positions = new Set(spread(N, N / 2))
  }

  /** Whether the coming frame is one to keep; call {@link keep} or {@link skip} for it accordingly. */
  next(): 'keep' | 'skip' {
    return this.passes === 0 || this.positions.has(this.filled) ? 'keep' : 'skip'
  }

  /** Takes the coming frame at `time` (seconds). Gives the clip for a pass if it completes a block. */
  keep(item: T, time: number): Clip<T> | undefined {
    this.insist('keep')
    this.current.push({ frame: this.frame, time, item })
    return this.advance()
  }

  /** Passes over the coming frame. Gives the clip for a pass if it completes a block (which happens for N = 2 only). */
  skip(): Clip<T> | undefined {
    this.insist('skip')
    return this.advance()
  }

  get progress(): OnlineProgress {
    return { filled: this.filled, N: this.N, passes: this.passes }
  }

  /** Forgets everything: another source, or a jump in time. */
  reset(): void {
    this.blocks = []
    this.current = []
    this.filled = this.frame = this.passes = 0
  }

  private insist(call: 'keep' | 'skip'): void {
    if (this.next() !== call) {
      throw new ActscopeError('input-invalid', `Frame ${this.frame} is one to ${this.next()}, not to ${call}.`)
    }
  }

  private advance(): Clip<T> | undefined {
    this.frame++
    this.filled++
    if (this.filled < this.N) return undefined
    this.blocks = this.reading === 'slots' ? this.thinnedBlocks() : [this.halvedMemory()]
    const clip = { pass: ++this.passes, frames: this.blocks.flat(), newestFrom: this.N - this.current.length }
    this.current = []
    this.filled = 0
    return clip
  }

  private thinnedBlocks(): (readonly Kept<T>[])[] {
    const blocks = [...this.blocks, this.current].slice(-depthOf(this.N))
    const counts = blockCounts(this.N, blocks.length)
    return blocks.map((block, i) => thinned(block, counts[i]!))
  }

  private halvedMemory(): readonly Kept<T>[] {
    const [memory] = this.blocks
    return memory === undefined ? this.current : [...thinned(memory, this.N / 2), ...this.current]
  }
}

function thinned<T>(block: readonly T[], count: number): readonly T[] {
  return block.length === count ? block : spread(block.length, count).map((index) => block[index]!)
}
