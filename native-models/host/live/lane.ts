import type { LaneInfo, LiveFrame } from '../../protocol.ts'
import { EventTracker, type RecognitionEvent, type Shown } from '../../recognition/online/events.ts'
import { LiveRecognizer, type LivePass } from '../../recognition/online/online-recognizer.ts'
import { topK } from '../../recognition/recognize-file.ts'
import { backgroundOf } from '../../recognition/timeline.ts'
import { FrameSchedule } from '../../video/frame-schedule.ts'
import { Pace } from './pace.ts'
import type { Lease } from '../recognizer-pool.ts'
import type { FullSettings } from './settings.ts'

/** What a lane wants next: the first frame from `notBefore` (seconds) on, and of it a picture, or the time alone. */
export interface Wanted {
  readonly notBefore: number
  readonly picture: { readonly shortSide: number; readonly size: number } | undefined
}

export interface LaneResult {
  readonly number: number
  readonly pass: LivePass
  readonly shown: Shown | undefined
  readonly closed: RecognitionEvent | undefined
}

/** One variant that runs live: its recognizer, its own memory, its own label. */
export class Lane {
  readonly variant: string
  readonly labels: readonly string[]
  readonly #lease: Lease
  readonly #tracker: EventTracker
  #settings: FullSettings
  #live: LiveRecognizer
  #schedule: FrameSchedule
  #pace: Pace
  #dropped = 0
  #best: string | undefined

  /** Throws `input-invalid` for a variant that cannot run online (N is not a power of two). */
  constructor(lease: Lease, settings: FullSettings) {
    const { manifest } = lease.recognizer
    this.variant = manifest.id
    this.#lease = lease
    this.#settings = settings
    this.labels = manifest.labels.map(({ label }) => label)
    this.#tracker = new EventTracker(this.labels, { ...settings, background: backgroundOf(lease.recognizer) })
    this.#pace = new Pace(settings.passesPerBlock)
    this.#live = this.#anew()
    this.#schedule = new FrameSchedule(this.rate)
  }

  /** Whether this is the recognizer that it runs: the same variant, as asked for on the same device. */
  runs({ recognizer }: Lease): boolean {
    return this.#lease.recognizer === recognizer
  }

  get info(): LaneInfo {
    const { manifest, network, session, trials } = this.#lease.recognizer
    const { frames, size } = network.options
    const { shortSide } = manifest.preprocessing
    return { variant: this.variant, device: session.device, trials, frames, shortSide, size }
  }

  get progress(): { variant: string; filled: number; frames: number; passes: number; dropped: number } {
    const { filled, N, passes } = this.#live.progress
    return { variant: this.variant, filled, frames: N, passes, dropped: this.#dropped }
  }

  /** Frames per second that it wants. */
  get rate(): number {
    return this.#settings.rate ?? this.#lease.recognizer.manifest.rate
  }

  /** The best label by P_A of the last pass, whether it is sure enough to be shown or not. */
  get best(): string | undefined {
    return this.#best
  }

  get wanted(): Wanted {
    const { shortSide, size } = this.info
    return {
      notBefore: this.#schedule.notBefore,
      picture: this.#live.next === 'keep' ? { shortSide, size } : undefined,
    }
  }

  /** Takes the frame if it is one that this lane wants, and says what came of it. */
  async take({ seq, time, pictures }: LiveFrame): Promise<LaneResult | undefined> {
    const { notBefore, picture } = this.wanted
    const given = pictures.find(({ shortSide, size }) => shortSide === picture?.shortSide && size === picture.size)
    if (time < notBefore || (picture !== undefined && given === undefined)) return undefined
    this.#dropped += this.#schedule.take(seq, time)
    const live = this.#live
    const pass = await live.offer(time, () => given!.rgb)
    if (pass === undefined || live !== this.#live) return undefined // begun anew meanwhile
    this.#keepUp(pass)
    this.#best = this.labels[topK(pass.average, 1)[0]!]
    const label = this.#tracker.add({ from: pass.from, until: pass.until, probabilities: pass.average })
    return { number: live.progress.passes, pass, ...label }
  }

  /** New settings; gives the event that they ended, if the memory had to begin anew. */
  configure(settings: FullSettings): RecognitionEvent | undefined {
    const before = this.#settings
    this.#settings = settings
    this.#tracker.configure(settings)
    const anew = ['rate', 'reading', 'passesPerBlock'] as const
    if (settings.passesPerBlock !== before.passesPerBlock) this.#pace = new Pace(settings.passesPerBlock)
    if (anew.some((key) => settings[key] !== before[key])) return this.restart()
    if (settings.averaging !== before.averaging) this.#live.averageBy(settings.averaging)
    return undefined
  }

  /** Forgets everything; gives the event that was open. A frame that is being worked on no longer counts. */
  restart(): RecognitionEvent | undefined {
    this.#live = this.#anew()
    this.#schedule = new FrameSchedule(this.rate)
    this.#dropped = 0
    this.#best = undefined
    return this.#tracker.flush()
  }

  /** Ends the event that is open; the memory stays. */
  flush(): RecognitionEvent | undefined {
    return this.#tracker.flush()
  }

  release(): void {
    this.#lease.release()
  }

  #anew(): LiveRecognizer {
    const { averaging, reading } = this.#settings
    const { passesPerBlock } = this.#pace
    return new LiveRecognizer(this.#lease.recognizer, { rate: this.rate, averaging, reading, passesPerBlock })
  }

  #keepUp({ encodeMilliseconds, prediction }: LivePass): void {
    const { passes, N } = this.#live.progress
    if (passes === 1) return // it has the engine's first runs, and a whole block
    const seconds = N / this.#pace.passesPerBlock / this.rate
    const fewer = this.#pace.fewer((encodeMilliseconds + prediction.milliseconds) / 1000 / seconds)
    if (fewer !== undefined) this.#live.renew(fewer)
  }
}
