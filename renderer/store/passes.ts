/** The passes of the online recognizer over one file, in order. Grows in place: a long video has thousands. */
export interface FilePass {
  /** Seconds of the file: the first and the last frame of the block that this pass added. */
  readonly from: number
  readonly until: number
  /** P_A [classes] */
  readonly average: Float32Array
}

export class Passes {
  readonly #list: FilePass[] = []
  #peaks = new Float32Array(0)

  get list(): readonly FilePass[] {
    return this.#list
  }

  /** Seconds of the file that are done. */
  get until(): number {
    return this.#list.at(-1)?.until ?? 0
  }

  add(pass: FilePass): void {
    this.#list.push(pass)
    if (this.#peaks.length === 0) this.#peaks = new Float32Array(pass.average.length)
    for (let i = 0; i < this.#peaks.length; i++) this.#peaks[i] = Math.max(this.#peaks[i]!, pass.average[i]!)
  }

  /** The pass that a moment belongs to: the first that ends at it or later. None beyond the last. */
  at(time: number): FilePass | undefined {
    let low = 0
    let high = this.#list.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#list[middle]!.until < time) low = middle + 1
      else high = middle
    }
    return this.#list[low]
  }

  /** Indices of the classes whose P_A rose highest anywhere, best first; none that never reached `least`, or stay out. */
  top(count: number, least = 0, without?: ReadonlySet<number>): readonly number[] {
    return ranked(this.#peaks, count, without).filter((index) => this.#peaks[index]! >= least)
  }
}

/** Indices of the `count` largest, best first; none of those that stay out. */
export function ranked(
  scores: Float32Array,
  count: number,
  without: ReadonlySet<number> = new Set(),
): readonly number[] {
  return Array.from(scores, (_, i) => i)
    .filter((i) => !without.has(i))
    .toSorted((a, b) => scores[b]! - scores[a]!)
    .slice(0, count)
}
