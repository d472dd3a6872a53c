import { ActscopeError } from '../errors.ts'

/**
 * Chooses from a stream of frames those that a slower stream of `rate` frames a second would show: for each tick
 * k / rate, counted from the first frame, the frame nearest to it. Used for live input and files alike.
 *
 * The decision is made when the frame arrives, without seeing the next: the next is taken to come as long after this
 * frame as this came after the last. For a steady stream that is exactly the nearest frame; for an unsteady one it is
 * off by at most half the change. Ticks are counted from the first frame, so nothing drifts.
 *
 * A frame is used at most once: a stream slower than `rate` is passed on whole, and comes out slower. After a gap the
 * ticks inside it are gone. When time goes backwards (a camera restarted, a file begun again), that frame begins anew.
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
    // Half the way to the next frame, at most half an output interval; after a gap the last interval says nothing.
    const interval = time - this.#last
    const reach = interval > 2 / this.#rate ? 0 : Math.min(interval, 1 / this.#rate) / 2
    this.#last = time
    // The last tick to which this frame is nearer than the next frame will be. The small term forgives the rounding of
    // time stamps that meet a tick exactly.
    const tick = Math.floor((time - this.#origin + reach) * this.#rate + 1e-6)
    if (tick < this.#nextTick) return false
    this.#nextTick = tick + 1
    return true
  }

  /** Forgets the stream: the next frame is a first frame. */
  reset(): void {
    this.#last = undefined
  }
}
