import { av, positiveRatio, seconds } from './libav.ts'

interface Ratio {
  readonly num: number
  readonly den: number
}

/** Used where a file states no frame rate at all. */
const assumedRate = 25

/**
 * Turns the time stamps of decoded frames into seconds that start at 0 with the first frame and always increase.
 *
 * A frame without a time stamp, or with one that does not come after the last (a damaged file, or two recordings in
 * one), is placed one frame interval after the last; the clock goes on counting from there.
 */
export class Clock {
  readonly #timeBase: Ratio
  readonly #interval: number
  /** Ticks of the stream's zero; subtracted as whole numbers, so that 2 / 25 is not 3 / 25 - 1 / 25. */
  #origin: bigint | undefined
  /** Seconds added since the clock had to place a frame by itself. */
  #shift = 0
  #last: number | undefined
  #end = 0

  /** @param timeBase seconds per tick @param rate frames per second, or 0/0 where not known */
  constructor(timeBase: Ratio, rate: Ratio) {
    this.#timeBase = timeBase
    this.#interval = 1 / (positiveRatio(rate) ?? assumedRate)
  }

  /** The time in seconds of the next frame, from its best-effort time stamp and duration in ticks. */
  next(stamp: bigint, duration: bigint): number {
    const stamped = this.#sinceOrigin(stamp)
    let time = 0
    if (this.#last !== undefined) {
      const expected = this.#last + this.#interval
      time = stamped === undefined ? expected : stamped + this.#shift
      if (time <= this.#last) {
        this.#shift += expected - time
        time = expected
      }
    }
    const lasts = duration > 0n ? seconds(duration, this.#timeBase) : undefined
    this.#last = time
    this.#end = time + (lasts ?? this.#interval)
    return time
  }

  /** When the last frame ends, in seconds; 0 before the first. */
  get end(): number {
    return this.#end
  }

  #sinceOrigin(stamp: bigint): number | undefined {
    if (stamp === av.AV_NOPTS_VALUE) return undefined
    if (this.#origin === undefined) {
      this.#origin = stamp
      // Frames before the first time stamp have had their times already.
      this.#shift = this.#last === undefined ? 0 : this.#last + this.#interval
    }
    return seconds(stamp - this.#origin, this.#timeBase)
  }
}
