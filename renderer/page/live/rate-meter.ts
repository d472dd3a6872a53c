/** Counts per second over the last milliseconds of `span`. */
export class RateMeter {
  readonly #span: number
  readonly #times: number[] = []

  constructor(span = 2000) {
    this.#span = span
  }

  /** `now`: milliseconds. */
  count(now: number): void {
    this.#times.push(now)
    this.#forget(now)
  }

  perSecond(now: number): number {
    this.#forget(now)
    const [first] = this.#times
    const last = this.#times.at(-1)
    return first === undefined || last === undefined || last - first < 1
      ? 0
      : ((this.#times.length - 1) * 1000) / (last - first)
  }

  clear(): void {
    this.#times.length = 0
  }

  #forget(now: number): void {
    while (this.#times[0] !== undefined && this.#times[0] < now - this.#span) this.#times.shift()
  }
}
