import type { Answer, Ask, LiveFrame } from '../../protocol.ts'
import type { RecognitionEvent } from '../../recognition/online/events.ts'
import { Agreement } from './agreement.ts'
import { CreditLine } from './credit-line.ts'
import { Lane } from './lane.ts'
import type { Outbox } from '../outbox.ts'
import { passMessage } from './pass-message.ts'
import type { Priority } from '../priority.ts'
import type { Lease, RecognizerPool } from '../recognizer-pool.ts'
import { fullSettings, type FullSettings } from './settings.ts'
import { Cancelled } from '../wire-error.ts'

/**
 * The live session of a port: none, one or two lanes on the same frames. The newest frame wins: one is asked for at a
 * time (`CreditLine`), and while it is worked on, all others pass by.
 */
export class Live {
  readonly #pool: RecognizerPool
  readonly #outbox: Outbox
  readonly #priority: Priority
  readonly #credit: CreditLine
  #lanes: readonly Lane[] = []
  #settings: FullSettings = fullSettings({})
  #agreement = new Agreement()
  #paused = false
  #working = false
  #lastTime = 0
  /** Counts calls of `show`, so that an overtaken one can tell. */
  #shows = 0

  constructor(pool: RecognizerPool, outbox: Outbox, priority: Priority) {
    this.#pool = pool
    this.#outbox = outbox
    this.#priority = priority
    this.#credit = new CreditLine(outbox)
  }

  /** The variants that run. */
  get variants(): readonly string[] {
    return this.#lanes.map(({ variant }) => variant)
  }

  /** See `live-show`. */
  async show({ variants, device }: Ask<'live-show'>): Promise<Answer<'live-show'>> {
    const turn = ++this.#shows
    const leases: Lease[] = []
    let lanes: readonly Lane[]
    try {
      for (const variant of variants) {
        leases.push(await this.#pool.acquire(variant, device, { again: true }))
        if (turn !== this.#shows) throw new Cancelled('Another variant was chosen since.')
      }
      lanes = leases.map((lease) => this.#lanes.find((lane) => lane.runs(lease)) ?? new Lane(lease, this.#settings))
    } catch (error) {
      for (const lease of leases) lease.release()
      throw error
    }
    const before = this.#lanes
    this.#lanes = lanes
    lanes.forEach((lane, i) => {
      if (before.includes(lane)) leases[i]!.release() // it has its own
    })
    for (const lane of before) if (!lanes.includes(lane)) this.#retire(lane)
    this.#agreement = new Agreement()
    this.renew()
    return { lanes: lanes.map(({ info }) => info) }
  }

  configure(settings: Ask<'live-settings'>): Answer<'live-settings'> {
    const full = fullSettings(settings)
    this.#settings = full
    for (const lane of this.#lanes) this.#tell(lane, lane.configure(full))
    this.renew()
    return { settings: full }
  }

  pause(): void {
    this.#paused = true
    this.renew()
    if (!this.#working) this.#flush() // else when the frame is done
  }

  resume(): void {
    this.#paused = false
    this.renew()
  }

  reset(): void {
    this.#restart()
    this.#credit.unasked = 0
    this.renew()
  }

  /** Asks for a frame, unless one is being worked on (then afterwards) or none is wanted. */
  renew(): void {
    if (this.#working) return
    if (this.#paused) this.#credit.revoke()
    else this.#credit.grant(this.#lanes)
  }

  async frame(frame: LiveFrame): Promise<void> {
    if (!this.#credit.spend(frame.credit)) return
    if (frame.time < this.#lastTime) this.#restart() // the clock was set back: another source
    this.#lastTime = frame.time
    this.#working = true
    try {
      const received = performance.now()
      const fed = (): Promise<boolean[]> => Promise.all(this.#lanes.map((lane) => this.#feed(lane, frame, received)))
      const passed = await this.#priority.first(fed)
      if (passed.includes(true)) this.#compare(frame.time)
    } finally {
      this.#working = false
      if (this.#paused) this.#flush()
      this.renew()
    }
  }

  /** Ends without a word; the recognizers go with the pool. */
  dispose(): void {
    this.#shows++
    this.#lanes = []
    this.#credit.revoke()
  }

  /** True if the frame completed a pass. */
  async #feed(lane: Lane, frame: LiveFrame, received: number): Promise<boolean> {
    try {
      const pass = await lane.take(frame)
      if (pass === undefined || !this.#lanes.includes(lane)) return false // toggled away meanwhile
      this.#tell(lane, pass.closed)
      this.#outbox.post(passMessage(lane, pass, this.#settings.topK, performance.now() - received))
      return true
    } catch (error) {
      if (!this.#lanes.includes(lane)) return false
      this.#lanes = this.#lanes.filter((other) => other !== lane)
      this.#retire(lane)
      const lanes = this.#lanes.map(({ info }) => info)
      this.#outbox.post({ type: 'live-failed', variant: lane.variant, error: this.#outbox.wire(error), lanes })
      return false
    }
  }

  #compare(time: number): void {
    const [a, b] = this.#lanes
    if (a === undefined || b === undefined) return
    const agreement = this.#agreement.compare(a, b)
    if (agreement !== undefined) this.#outbox.post({ type: 'live-agreement', time, ...agreement })
  }

  #restart(): void {
    this.#lastTime = 0
    this.#agreement = new Agreement()
    for (const lane of this.#lanes) this.#tell(lane, lane.restart())
  }

  #flush(): void {
    for (const lane of this.#lanes) this.#tell(lane, lane.flush())
  }

  #retire(lane: Lane): void {
    this.#tell(lane, lane.flush())
    lane.release()
  }

  #tell({ variant }: Lane, event: RecognitionEvent | undefined): void {
    if (event !== undefined) this.#outbox.post({ type: 'live-event', variant, event })
  }
}
