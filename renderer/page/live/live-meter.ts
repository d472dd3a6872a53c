/** How fast live recognition is, and whether it keeps up. */
import { noStats, type LiveStats, type State } from '../../store/state.ts'
import { RateMeter } from './rate-meter.ts'

/** How far back dropped frames count as a sign that the model cannot keep up (ms). */
const dropSpan = 10_000
/** So many of them in that time are no such sign: one in twenty of what the shipped variants want. */
const dropsTolerated = 6

export class LiveMeter {
  readonly #passes = new RateMeter(6000)
  readonly #drops: { readonly at: number; readonly count: number }[] = []

  /** `now`: milliseconds of the page's clock, as everywhere here. */
  countPass(now: number): void {
    this.#passes.count(now)
  }

  /** Of one lane, before and after. Both passes and credits say how many frames were dropped; whichever comes first counts. */
  countDrops(before: number, dropped: number, now: number): void {
    if (dropped < before) this.#drops.length = 0 // its memory began anew
    if (dropped > before) this.#drops.push({ at: now, count: dropped - before })
  }

  clear(): void {
    this.#passes.clear()
    this.#drops.length = 0
  }

  /** `cameraRate`: the meter of the frames of the camera. */
  read({ camera, live }: State, cameraRate: RateMeter, now: number): LiveStats {
    while (this.#drops[0] !== undefined && this.#drops[0].at < now - dropSpan) this.#drops.shift()
    if (camera.state !== 'on' || live.paused) return noStats
    const recentlyDropped = this.#drops.reduce((sum, { count }) => sum + count, 0)
    return {
      cameraFps: cameraRate.perSecond(now),
      passesPerSecond: this.#passes.perSecond(now),
      recentlyDropped,
      behind: recentlyDropped > dropsTolerated,
    }
  }
}
