import type { LaneInfo, LiveFrame } from '../../protocol.ts'
import type { RecognitionEvent } from '../../recognition/online/events.ts'
import { OnlineRecognizer, type OnlinePass } from '../../recognition/online/online-recognizer.ts'
import { hiddenOf } from '../../models/naming.ts'
import { topK } from '../../recognition/top-k.ts'
import { Pace } from './pace.ts'
import type { Lease } from '../recognizer-pool.ts'
import type { FullSettings } from './settings.ts'

/** What a lane wants next: the first frame from `notBefore` (seconds) on, and of it a crop, or the time alone. */
export interface Wanted {
  readonly notBefore: number
  readonly crop: { readonly shortSide: number; readonly size: number } | undefined
}

/** One variant that runs live: its recognizer, its own memory, its own label. It feeds the loop, and says how it goes. */
export class Lane {
  readonly variant: string
  readonly #lease: Lease
  readonly #online: OnlineRecognizer
  readonly #hidden: ReadonlySet<number>
  #settings: FullSettings
  #pace: Pace
  #said: string | undefined

  /** Throws `input-invalid` for a variant that cannot run online (N is not a power of two). */
  constructor(lease: Lease, settings: FullSettings) {
    this.variant = lease.recognizer.manifest.id
    this.#lease = lease
    this.#settings = settings
    this.#pace = new Pace(settings.passesPerBlock)
    this.#online = new OnlineRecognizer(lease.recognizer, settings)
    this.#hidden = hiddenOf(lease.recognizer.manifest.labels)
  }

  /** Whether this is the recognizer that it runs: the same variant, as asked for on the same device. */
  runs({ recognizer }: Lease): boolean {
    return this.#lease.recognizer === recognizer
  }

  /** By class. */
  get labels(): readonly string[] {
    return this.#online.labels
  }

  get info(): LaneInfo {
    const { manifest, network, session, trials } = this.#lease.recognizer
    const { frames, size } = network.options
    const { shortSide } = manifest.preprocessing
    return { variant: this.variant, device: session.device, trials, frames, shortSide, size }
  }

  get progress(): { variant: string; filled: number; frames: number; passes: number; dropped: number } {
    const { filled, N, passes } = this.#online.progress
    return { variant: this.variant, filled, frames: N, passes, dropped: this.#online.missed }
  }

  /** Frames per second that it wants. */
  get rate(): number {
    return this.#online.rate
  }

  /** Indices of the `k` best labels that may be named. */
  best(average: ArrayLike<number>, k: number): readonly number[] {
    return topK(average, k, this.#hidden)
  }

  /** The best label by P_A of the last pass, whether it is sure enough to be shown or not; "-" for one without a name. */
  get said(): string | undefined {
    return this.#said
  }

  get wanted(): Wanted {
    const { shortSide, size } = this.info
    return {
      notBefore: this.#online.notBefore,
      crop: this.#online.next === 'keep' ? { shortSide, size } : undefined,
    }
  }

  /** Takes the frame if it is one that this lane wants, and gives the pass that it completed. */
  async take({ seq, time, crops }: LiveFrame): Promise<OnlinePass | undefined> {
    const { notBefore, crop } = this.wanted
    const given = crops.find(({ shortSide, size }) => shortSide === crop?.shortSide && size === crop.size)
    if (time < notBefore || (crop !== undefined && given === undefined)) return undefined
    const pass = await this.#online.take(seq, time, () => given!.rgb)
    if (pass === undefined) return undefined
    this.#keepUp(pass)
    const [best] = topK(pass.average, 1)
    this.#said = this.#hidden.has(best!) ? '-' : this.labels[best!]
    return pass
  }

  /** New settings; gives the event that they ended, if the memory had to begin anew. */
  configure(settings: FullSettings): RecognitionEvent | undefined {
    const before = this.#settings
    this.#settings = settings
    if (settings.passesPerBlock !== before.passesPerBlock) this.#pace = new Pace(settings.passesPerBlock)
    this.#online.configure({ ...settings, passesPerBlock: this.#pace.passesPerBlock })
    const anew = ['rate', 'memory', 'passesPerBlock'] as const
    return anew.some((key) => settings[key] !== before[key]) ? this.restart() : undefined
  }

  /** Forgets everything; gives the event that was open. A frame that is being worked on no longer counts. */
  restart(): RecognitionEvent | undefined {
    this.#said = undefined
    return this.#online.reset()
  }

  /** Ends the event that is open; the memory stays. */
  flush(): RecognitionEvent | undefined {
    return this.#online.flush()
  }

  release(): void {
    this.#lease.release()
  }

  #keepUp({ number, encodeMilliseconds, prediction }: OnlinePass): void {
    if (number === 1) return // it has the engine's first runs, and a whole block
    const seconds = this.#online.progress.N / this.#pace.passesPerBlock / this.rate
    const fewer = this.#pace.fewer((encodeMilliseconds + prediction.milliseconds) / 1000 / seconds)
    if (fewer !== undefined) this.#online.passLess(fewer)
  }
}
