/**
 * One rule, two ways to apply it: which frames of a stream those are that a slower, steady stream of `rate` frames a second
 * would show. For each tick k / rate, counted from the first frame (so nothing drifts), it is the frame nearest to it.
 *
 * The decision is made without seeing the next frame, which is taken to come as long after this one as this came after the
 * last. For a steady stream that is exactly the nearest frame; for an unsteady one it is off by at most half the change.
 * A frame is used at most once: a stream slower than `rate` is passed on whole, and comes out slower. After a gap the
 * ticks inside it are gone.
 */
import { ActscopeError } from '../../errors.ts'

/** Forgives the rounding of time stamps that meet a tick exactly. In ticks. */
const rounding = 1e-6

/**
 * How far (seconds) before a tick a frame may lie and still be the nearest to it: half the way to the next frame, at most
 * half a tick; after a gap the last interval says nothing.
 */
function reachOf(interval: number, rate: number): number {
  return interval > 2 / rate ? 0 : Math.min(interval, 1 / rate) / 2
}

/** The last tick to which a frame `elapsed` seconds after the first is nearer than the next frame will be. */
function tickOf(elapsed: number, reach: number, rate: number): number {
  return Math.floor((elapsed + reach) * rate + rounding)
}

/**
 * The rule for a source whose frames are all seen, such as a file: which of them to use. When time goes backwards (a camera
 * restarted, a file begun again), that frame begins anew.
 */
export class RateSampler {
  readonly #rate: number
  #origin = 0
  #last: number | undefined
  #nextTick = 0

  /**
   * @param rate frames per second that come out, for example 12.5
   * @throws ActscopeError `input-invalid` if it is not a positive number
   */
  constructor(rate: number) {
    if (!(rate > 0 && Number.isFinite(rate)))
      throw new ActscopeError('input-invalid', `A frame rate of ${rate} was asked for; it must be above 0.`)
    this.#rate = rate
  }

  /** Whether to use the frame of this time (seconds). Call it once for each frame, in order. */
  keep(time: number): boolean {
    if (!Number.isFinite(time)) return false
    if (this.#last === undefined || time < this.#last) {
      this.#origin = time
      this.#last = time
      this.#nextTick = 1
      return true
    }
    const reach = reachOf(time - this.#last, this.#rate)
    this.#last = time
    const tick = tickOf(time - this.#origin, reach, this.#rate)
    if (tick < this.#nextTick) return false
    this.#nextTick = tick + 1
    return true
  }

  /** Forgets the stream: the next frame is a first frame. */
  reset(): void {
    this.#last = undefined
  }
}

/**
 * The rule for a camera that is asked for one frame at a time: which to ask for. The frames in between are not seen; the
 * distance of two is taken from their numbers and times. What went by while nothing was asked for is counted.
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
    const tick = (this.#nextTick - rounding) / this.#rate
    return Math.max(0, this.#origin + tick - reachOf(this.#interval, this.#rate))
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
    const tick = tickOf(time - this.#origin, reachOf(this.#interval, this.#rate), this.#rate)
    const missed = tick - this.#nextTick
    this.#nextTick = Math.max(tick, this.#nextTick) + 1
    // A camera that is slower than the rate gives fewer frames than there are ticks; those were not missed.
    return Math.max(0, Math.min(missed, passedBy))
  }
}
