/** The time of a recording: as long as it runs, without the pauses. Knows no page; all times are of one clock (s). */
export class RecordingClock {
  readonly #began: number
  readonly #pauses: { readonly from: number; until: number | undefined }[] = []

  constructor(began: number) {
    this.#began = began
  }

  pause(now: number): void {
    if (this.#pauses.at(-1)?.until !== undefined || this.#pauses.length === 0)
      this.#pauses.push({ from: now, until: undefined })
  }

  resume(now: number): void {
    const last = this.#pauses.at(-1)
    if (last !== undefined) last.until ??= now
  }

  /** Where in the recording a moment lies; one before its beginning lies at 0, one within a pause where that begins. */
  at(time: number): number {
    const paused = this.#pauses.map(({ from, until = Infinity }) => Math.max(0, Math.min(time, until) - from))
    return Math.max(0, time - this.#began - paused.reduce((sum, span) => sum + span, 0))
  }
}
