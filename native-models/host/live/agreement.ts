import type { Lane } from './lane.ts'

/** How often two lanes say the same. */
export class Agreement {
  #agreed = 0
  #compared = 0

  /** After a frame on which one of them had a pass: compares what they say now. Undefined while one has said nothing. */
  compare(
    a: Lane,
    b: Lane,
  ): { readonly labels: [string, string]; readonly agreed: number; readonly compared: number } | undefined {
    if (a.said === undefined || b.said === undefined) return undefined
    this.#compared++
    if (a.said === b.said) this.#agreed++
    return { labels: [a.said, b.said], agreed: this.#agreed, compared: this.#compared }
  }
}
