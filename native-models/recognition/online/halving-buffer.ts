import { insistOn, requireHalvable, spread } from './buffer-sampling.ts'
import type { Clip, Kept, OnlineMemory, OnlineProgress } from './memory.ts'

/**
 * Algorithm 1 of Zolfaghari et al. 2018 to the letter (docs/readings.md, `halving`): after every N frames a clip of N, half of it from
 * these, the other half from the previous clip, so that a trace of the very first frames stays for ever.
 */
export class HalvingBuffer<T> implements OnlineMemory<T> {
  readonly #N: number
  /** The positions, in a block, of the frames that are kept; of the first block all are. */
  readonly #positions: ReadonlySet<number>
  #memory: readonly Kept<T>[] = []
  #current: Kept<T>[] = []
  #filled = 0
  #frame = 0
  #passes = 0

  /** Throws `input-invalid` unless N is a power of two, 2 or more. */
  constructor(N: number) {
    requireHalvable(N)
    this.#N = N
    this.#positions = new Set(spread(N, N / 2))
  }

  next(): 'keep' | 'skip' {
    return this.#passes === 0 || this.#positions.has(this.#filled) ? 'keep' : 'skip'
  }

  keep(item: T, time: number): Clip<T> | undefined {
    insistOn(this, this.#frame, 'keep')
    this.#current.push({ frame: this.#frame, time, item })
    return this.#advance()
  }

  skip(): Clip<T> | undefined {
    insistOn(this, this.#frame, 'skip')
    return this.#advance()
  }

  get progress(): OnlineProgress {
    return { filled: this.#filled, N: this.#N, passes: this.#passes }
  }

  renew(): void {
    // There is always one pass for each block: clips in between would have no previous clip to halve.
  }

  reset(): void {
    this.#memory = []
    this.#current = []
    this.#filled = this.#frame = this.#passes = 0
  }

  #advance(): Clip<T> | undefined {
    this.#frame++
    this.#filled++
    if (this.#filled < this.#N) return undefined
    const N = this.#N
    const memory = this.#memory
    const current = this.#current
    const old = memory.length === 0 ? [] : spread(N, N / 2).map((index) => memory[index]!)
    this.#memory = [...old, ...current]
    this.#current = []
    this.#filled = 0
    return { pass: ++this.#passes, frames: this.#memory, newestFrom: old.length }
  }
}
