import type { HostEvent } from '../../protocol.ts'
import type { Lane } from './lane.ts'
import type { Outbox } from '../outbox.ts'

type Crops = Extract<HostEvent, { type: 'live-credit' }>['crops']

/** Milliseconds after which a credit that nobody spent is given again, beyond the wait for the frame itself. */
const timeout = 5000

/**
 * The credit for live frames. There is one at most, and each has a number: a frame that spends another is not looked at,
 * so that never two are under way, whatever the other side does.
 */
export class CreditLine {
  readonly #outbox: Outbox
  #number = 0
  #out = false
  #timer: NodeJS.Timeout | undefined
  /** Frames that came without credit. */
  unasked = 0

  constructor(outbox: Outbox) {
    this.#outbox = outbox
  }

  /** Asks for the frame that one of the lanes wants first. It takes the place of a credit that is out. */
  grant(lanes: readonly Lane[]): void {
    this.revoke()
    if (lanes.length === 0) return
    const wanted = lanes.map((lane) => lane.wanted)
    const crops = new Map<string, Crops[number]>()
    for (const { crop, notBefore } of wanted) {
      if (crop === undefined) continue
      const key = `${crop.shortSide} ${crop.size}`
      const other = crops.get(key)?.notBefore ?? Infinity
      crops.set(key, { ...crop, notBefore: Math.min(notBefore, other) })
    }
    this.#out = true
    this.#outbox.post({
      type: 'live-credit',
      credit: this.#number,
      notBefore: Math.min(...wanted.map(({ notBefore }) => notBefore)),
      crops: [...crops.values()],
      lanes: lanes.map(({ progress }) => progress),
      unasked: this.unasked,
    })
    this.#timer = setTimeout(
      () => {
        this.grant(lanes)
      },
      timeout + 1000 / Math.min(...lanes.map(({ rate }) => rate)),
    )
    this.#timer.unref()
  }

  /** No frame is wanted any more. */
  revoke(): void {
    clearTimeout(this.#timer)
    this.#out = false
    this.#number++
  }

  /** Whether a frame with this credit may be used; it is used up by that. */
  spend(number: number): boolean {
    if (!this.#out || number !== this.#number) {
      this.unasked++
      return false
    }
    clearTimeout(this.#timer)
    this.#out = false
    return true
  }
}
