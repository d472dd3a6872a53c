import { clipOffsets, depthOf, insistOn, requireHalvable } from './buffer-sampling.ts'
import type { Clip, Kept, OnlineMemory, OnlineProgress } from './memory.ts'
import type { PassesPerBlock } from '../../choices.ts'

/**
 * The memory of ECO's online recognition (Zolfaghari et al. 2018, Algorithm 1; docs/readings.md, `slots`): clips of N frames, half of
 * them from the last N, the rest ever sparser the longer ago.
 *
 * ECO gives a clip after every N frames. With more passes for each block, clips in between are made alike, with all
 * blocks counted back from the newest frame; at the end of a block they are ECO's.
 *
 * Which frames can ever be in a clip is known before they arrive (with one pass: all of the first block, then N/2 of each,
 * the same positions every time). So ask {@link next} first, and spend work (resizing, the 2D part) only on a frame to keep.
 * Items that fell out of reach are let go of with the next clip.
 */
export class OnlineBuffer<T> implements OnlineMemory<T> {
  readonly #N: number
  /** Of clips of 1, 2, ... blocks: their frames, counted from the end. Looked up for every frame, so made once. */
  readonly #offsets: readonly ReadonlySet<number>[]
  /** Frames from one pass to the next, once there was a first. */
  #hop: number
  /** By their frame, oldest first. */
  readonly #kept = new Map<number, Kept<T>>()
  #frame = 0
  #lastPass = 0
  #passes = 0

  /** Throws `input-invalid` unless N is a power of two, 2 or more. */
  constructor(N: number, passesPerBlock: PassesPerBlock = 1) {
    requireHalvable(N)
    this.#N = N
    this.#hop = hopOf(N, passesPerBlock)
    this.#offsets = Array.from({ length: depthOf(N) }, (_, i) => new Set(clipOffsets(N, i + 1)))
  }

  next(): 'keep' | 'skip' {
    return this.#isOfUse(this.#frame) ? 'keep' : 'skip'
  }

  keep(item: T, time: number): Clip<T> | undefined {
    insistOn(this, this.#frame, 'keep')
    this.#kept.set(this.#frame, { frame: this.#frame, time, item })
    return this.#advance()
  }

  skip(): Clip<T> | undefined {
    insistOn(this, this.#frame, 'skip')
    return this.#advance()
  }

  get progress(): OnlineProgress {
    return { filled: this.#frame - this.#lastPass, N: this.#N, passes: this.#passes }
  }

  /** Never more than there were: frames that they would need were not kept. */
  renew(passesPerBlock: PassesPerBlock): void {
    this.#hop = Math.max(this.#hop, hopOf(this.#N, passesPerBlock))
  }

  reset(): void {
    this.#kept.clear()
    this.#frame = this.#lastPass = this.#passes = 0
  }

  #advance(): Clip<T> | undefined {
    this.#frame++
    if (this.#frame < this.#N || this.#frame % this.#hop !== 0) return undefined
    const frames = [...this.#clipAt(this.#frame)].map((offset) => this.#kept.get(this.#frame + offset)!)
    const newestFrom = frames.findIndex(({ frame }) => frame >= this.#lastPass)
    this.#lastPass = this.#frame
    for (const frame of [...this.#kept.keys()]) if (!this.#isOfUse(frame)) this.#kept.delete(frame)
    return { pass: ++this.#passes, frames, newestFrom }
  }

  /** The frames of the clip before frame `end`, counted from there, oldest first. */
  #clipAt(end: number): ReadonlySet<number> {
    return this.#offsets[Math.min(Math.floor(end / this.#N), this.#offsets.length) - 1]!
  }

  /** Whether a pass to come has this frame in its clip. */
  #isOfUse(frame: number): boolean {
    const N = this.#N
    const hop = this.#hop
    const earliest = Math.max(N, this.#frame + 1, frame + 1)
    for (let end = Math.ceil(earliest / hop) * hop; end <= frame + N * depthOf(N); end += hop)
      if (this.#clipAt(end).has(frame - end)) return true
    return false
  }
}

/** At least 1 frame, and for N = 2 both: the only one that is kept of a block lies at its beginning. */
const hopOf = (N: number, passesPerBlock: PassesPerBlock): number => (N === 2 ? 2 : Math.max(1, N / passesPerBlock))
