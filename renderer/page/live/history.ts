/** P_A of the last passes of a lane, for the curves beside the labels. Drawn from, never rendered by React. */
export interface HistoryPoint {
  /** Capture time of the pass's newest frame (s). */
  readonly time: number
  /** P_A [classes] */
  readonly average: Float32Array
}

/** Seconds that are kept. */
export const historySpan = 30

export class History {
  readonly #points: HistoryPoint[] = []

  get points(): readonly HistoryPoint[] {
    return this.#points
  }

  add(point: HistoryPoint): void {
    this.#points.push(point)
    while (this.#points[0]!.time < point.time - historySpan) this.#points.shift()
  }

  clear(): void {
    this.#points.length = 0
  }
}
