import { ActscopeError } from '../../errors.ts'
import type { Clip, Kept, OnlineMemory, OnlineProgress } from './memory.ts'
import type { PassesPerBlock } from '../../choices.ts'

/**
 * The last N frames, as a network needs them that was trained on frames one after another: ECO's memory would show it two
 * speeds in one clip. A pass after the first N frames, then (four for each block) after every N/4: each frame is in four
 * passes, so that a short gesture is in the middle of one of them wherever it begins.
 */
export class SlidingWindow<T> implements OnlineMemory<T> {
  readonly #N: number
  #hop: number
  #window: Kept<T>[] = []
  #fresh = 0
  #frame = 0
  #passes = 0

  /** Throws `input-invalid` unless N is a whole number from 1. */
  constructor(N: number, passesPerBlock: PassesPerBlock = 4) {
    if (!Number.isInteger(N) || N < 1) {
      throw new ActscopeError('input-invalid', `A clip of ${N} frames cannot be sampled online.`)
    }
    this.#N = N
    this.#hop = hopOf(N, passesPerBlock)
  }

  /** Every frame is one to keep. */
  next(): 'keep' {
    return 'keep'
  }

  /** Takes the coming frame at `time` (seconds). Gives the clip if it is time for a pass. */
  keep(item: T, time: number): Clip<T> | undefined {
    this.#window.push({ frame: this.#frame++, time, item })
    if (this.#window.length > this.#N) this.#window.shift()
    this.#fresh++
    const due = this.#passes === 0 ? this.#N : this.#hop
    if (this.#fresh < due) return undefined
    const clip = { pass: ++this.#passes, frames: [...this.#window], newestFrom: this.#N - this.#fresh }
    this.#fresh = 0
    return clip
  }

  skip(): never {
    throw new ActscopeError('input-invalid', `Frame ${this.#frame} is one to keep, not to skip.`)
  }

  get progress(): OnlineProgress {
    return { filled: this.#fresh, N: this.#N, passes: this.#passes }
  }

  renew(passesPerBlock: PassesPerBlock): void {
    this.#hop = hopOf(this.#N, passesPerBlock)
  }

  reset(): void {
    this.#window = []
    this.#fresh = this.#frame = this.#passes = 0
  }
}

const hopOf = (N: number, passesPerBlock: PassesPerBlock): number => Math.max(1, Math.round(N / passesPerBlock))
