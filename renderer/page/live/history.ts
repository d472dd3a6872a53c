/** P_A of the last passes of a lane, for the curves beside the labels. Drawn from, never rendered by React. */
export interface Moment {
  /** Capture time of the pass's newest frame (s). */
  readonly time: number
  /** P_A [classes] */
  readonly average: Float32Array
}

/** Seconds that are kept. */
export const historySpan = 30

export class History {
  readonly #moments: Moment[] = []

  get moments(): readonly Moment[] {
    return this.#moments
  }

  add(moment: Moment): void {
    this.#moments.push(moment)
    while (this.#moments[0]!.time < moment.time - historySpan) this.#moments.shift()
  }

  clear(): void {
    this.#moments.length = 0
  }
}
