/**
 * The events that have not ended yet: the host reports an event when it is over, and a recording may end before. What it
 * would report is followed here, pass by pass. Knows no page.
 */
import type { ShownLabel, TimedEvent } from '../../../native-models/protocol.ts'

/** What of a lane is needed to follow its label. */
export interface FollowedLane {
  readonly variant: string
  /** Counts up. */
  readonly passes: number
  readonly shown: ShownLabel | undefined
}

interface Open {
  readonly index: number
  readonly label: string
  readonly since: number
  sum: number
  count: number
  peak: number
}

export class OpenEvents {
  readonly #open = new Map<string, Open>()
  readonly #passes = new Map<string, number>()

  /** The lanes as they are now. Called as often as one likes: every pass counts once. */
  follow(lanes: readonly FollowedLane[]): void {
    for (const variant of this.#passes.keys())
      if (!lanes.some((lane) => lane.variant === variant)) this.#forget(variant)
    for (const { variant, passes, shown } of lanes) {
      if (this.#passes.get(variant) === passes && shown !== undefined) continue
      this.#passes.set(variant, passes)
      if (shown === undefined) this.#open.delete(variant)
      else this.#add(variant, shown)
    }
  }

  /** The host has reported it, though its label may still stand on screen (a pause). */
  ended(variant: string, start: number): void {
    if (this.#open.get(variant)?.since === start) this.#open.delete(variant)
  }

  /** What is open, as if it ended at `end` (s). Labels that are no events (`background`) are left out. */
  until(end: number, isBackground: (variant: string, index: number) => boolean): (TimedEvent & { variant: string })[] {
    return [...this.#open]
      .filter(([variant, { index, since }]) => since < end && !isBackground(variant, index))
      .map(([variant, { index, label, since, sum, count, peak }]) => ({
        ...{ variant, index, label, peak },
        start: since,
        end,
        score: sum / count,
      }))
  }

  #add(variant: string, { index, label, score, since }: ShownLabel): void {
    const before = this.#open.get(variant)
    const open =
      before?.index === index && before.since === since ? before : { index, label, since, sum: 0, count: 0, peak: 0 }
    open.sum += score
    open.count++
    open.peak = Math.max(open.peak, score)
    this.#open.set(variant, open)
  }

  #forget(variant: string): void {
    this.#open.delete(variant)
    this.#passes.delete(variant)
  }
}
