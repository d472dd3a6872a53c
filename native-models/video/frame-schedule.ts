/**
 * Which frame of a camera to ask for next, so that the frames that come are those nearest to the ticks of a slower, steady
 * rate. It decides as `RateSampler` does, but without seeing the frames in between: the distance of two frames is taken
 * from their numbers and times. What went by while nothing was asked for is counted.
 */
export class FrameSchedule {
  readonly #rate: number
  #origin: number | undefined
  #nextTick = 0
  #last = { seq: 0, time: 0 }
  /** Seconds between two frames of the camera, 0 while not known. */
  #interval = 0

  /** `rate`: frames per second, above 0. */
  constructor(rate: number) {
    this.#rate = rate
  }

  /** Seconds: the first frame at or after this is the one to take. */
  get notBefore(): number {
    if (this.#origin === undefined) return 0
    // The small term forgives the rounding of time stamps that meet a tick exactly.
    return Math.max(0, this.#origin + (this.#nextTick - 1e-6) / this.#rate - this.#reach)
  }

  /** The frame that was taken. Returns how many wanted ones the camera gave since the last and nobody took. */
  take(seq: number, time: number): number {
    const passedBy = seq - this.#last.seq - 1
    if (this.#origin === undefined) {
      this.#origin = time
      this.#nextTick = 1
      this.#last = { seq, time }
      return 0
    }
    if (passedBy >= 0) this.#interval = (time - this.#last.time) / (passedBy + 1)
    this.#last = { seq, time }
    const tick = Math.floor((time - this.#origin + this.#reach) * this.#rate + 1e-6)
    const missed = tick - this.#nextTick
    this.#nextTick = Math.max(tick, this.#nextTick) + 1
    // A camera that is slower than the rate gives fewer frames than there are ticks; those were not missed.
    return Math.max(0, Math.min(missed, passedBy))
  }

  /** Half the way to the next frame, at most half a tick; after a gap the last distance says nothing. */
  get #reach(): number {
    return this.#interval > 2 / this.#rate ? 0 : Math.min(this.#interval, 1 / this.#rate) / 2
  }
}
