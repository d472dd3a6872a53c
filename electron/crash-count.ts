/** Decides when something that keeps ending is no longer started again: `limit` ends within `span` milliseconds. */
export class CrashCount {
  readonly #limit: number
  readonly #span: number
  #times: number[] = []

  constructor(limit = 3, span = 5 * 60_000) {
    this.#limit = limit
    this.#span = span
  }

  /** It ended at `now`. True: that was once too often. */
  ended(now: number): boolean {
    this.#times = [...this.#times.filter((time) => now - time < this.#span), now]
    return this.#times.length >= this.#limit
  }

  /** Somebody asked for it: it gets all its chances again. */
  forgive(): void {
    this.#times = []
  }
}
