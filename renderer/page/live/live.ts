/** Live recognition: what runs, with which settings, and what it says. */
import type { HostEvent, LaneInfo } from '../../../native-models/protocol.ts'
import type { Recognizer } from '../../recognizer/recognizer.ts'
import { Refused } from '../../recognizer/refused.ts'
import { faultOf } from '../../store/faults.ts'
import type { Notices } from '../../store/notices.ts'
import { noAgreement, noStats } from '../../store/state.ts'
import { changeLive, type Store } from '../../store/store.ts'
import { askedVariants } from '../../store/variants.ts'
import { texts } from '../../texts.ts'
import type { Camera } from '../camera/camera.ts'
import { AgreementCurve, withPair } from './agreement.ts'
import { choiceKeys } from './choice.ts'
import { FramePump } from './frame-pump.ts'
import { History } from './history.ts'
import { changeLane, changeLaneInfo, laneOf, newLane } from './lanes.ts'
import { LiveMeter } from './live-meter.ts'
import { VariantLoader } from './loader.ts'

/** Events that the log keeps. */
const longestLog = 1000
type Of<K extends HostEvent['type']> = Extract<HostEvent, { type: K }>

export class Live {
  readonly pump: FramePump
  /** By variant. */
  readonly histories = new Map<string, History>()
  /** How often the two variants agreed, as it was over time. */
  readonly agreements = new AgreementCurve()
  readonly #store: Store
  readonly #recognizer: Recognizer
  readonly #camera: Camera
  readonly #notices: Notices
  readonly #loader: VariantLoader
  readonly #meter = new LiveMeter()
  #lastEvent = 0

  constructor({
    store,
    recognizer,
    camera,
    notices,
  }: {
    store: Store
    recognizer: Recognizer
    camera: Camera
    notices: Notices
  }) {
    this.#store = store
    this.#recognizer = recognizer
    this.#camera = camera
    this.#notices = notices
    this.pump = new FramePump(camera, recognizer)
    this.#loader = new VariantLoader({
      store,
      recognizer,
      notices,
      onLanes: (lanes) => {
        this.#showing(lanes)
      },
    })
    this.#listen()

    store.subscribe(
      ({ settings }) => settings,
      (now, before) => {
        if (onlineKeys.some((key) => now[key] !== before[key])) void this.#configure()
        if (choiceKeys.some((key) => now[key] !== before[key])) void this.show()
      },
    )
    // A new source begins anew, and a video that stood still moves again.
    camera.onStarted(() => {
      if (store.getState().live.paused) this.setPaused(false)
    })
    // Without frames nothing is said: the event that is open ends now, not when the camera comes back.
    store.subscribe(
      (state) => state.camera.state === 'on',
      (on) => {
        if (!on) recognizer.call('live-reset', {}).catch(() => undefined)
      },
    )
    setInterval(() => {
      const state = store.getState()
      const stats = this.#meter.read(state, this.pump.meter, performance.now())
      if (stats !== noStats || state.live.stats !== noStats) changeLive(store, { stats })
    }, 500)
  }

  /** Loads what is chosen. Try again: also after a choice that was refused. */
  show(): Promise<void> {
    return this.#loader.show()
  }

  /** After the recognizer was started, or started again: it knows nothing of what was. */
  async begin(): Promise<void> {
    this.#lanesGone()
    await this.#configure()
    if (this.#store.getState().live.paused) await this.#recognizer.call('live-pause', {}).catch(() => undefined)
    await this.#loader.resume()
  }

  /** The recognizer ended: what it said is no longer true of now. */
  ended(): void {
    this.#lanesGone()
  }

  /** Picture and recognition stand still; what is on screen stays. */
  setPaused(paused: boolean): void {
    changeLive(this.#store, { paused })
    if (paused) this.#camera.video.pause()
    else void this.#camera.video.play().catch(() => undefined)
    this.#recognizer.call(paused ? 'live-pause' : 'live-resume', {}).catch(() => undefined)
  }

  clearLog(): void {
    changeLive(this.#store, { log: [] })
  }

  #listen(): void {
    const [store, recognizer, notices] = [this.#store, this.#recognizer, this.#notices]
    recognizer.on('live-credit', ({ lanes }) => {
      for (const { variant, filled, passes, dropped } of lanes) {
        this.#countDrops(variant, dropped)
        if (passes === 0) this.#memoryGone(variant)
        changeLane(store, variant, { filled, passes, dropped })
      }
    })
    recognizer.on('live-pass', (pass) => {
      this.#pass(pass)
    })
    recognizer.on('live-event', ({ variant, event }) => {
      const at = Date.now() - (performance.now() - event.start * 1000)
      const logged = { ...event, id: ++this.#lastEvent, variant, at }
      changeLive(store, ({ log }) => ({ log: [...log, logged].slice(-longestLog) }))
    })
    recognizer.on('live-agreement', ({ time, labels, agreed, compared }) => {
      if (compared === 1) this.agreements.clear()
      changeLive(store, ({ agreement }) => ({
        agreement: {
          agreed,
          compared,
          // They are counted anew with a new source.
          pairs: withPair(compared > agreement.compared ? agreement.pairs : [], labels),
        },
      }))
      this.agreements.add(time, agreed / compared)
    })
    recognizer.on('live-failed', ({ variant, error, lanes }) => {
      notices.fault(error)
      changeLive(store, ({ lanes: before }) => ({
        lanes: before.filter(({ info }) => lanes.some((lane) => lane.variant === info.variant)),
        refused: { variants: [variant], device: store.getState().settings.device, error },
        ...(lanes.length === 0 && { loading: undefined }),
      }))
      this.histories.delete(variant)
    })
    recognizer.on('device-lost', ({ variant, from, to, error }) => {
      if (to !== undefined) changeLaneInfo(store, variant, { device: to })
      notices.show({ kind: 'warning', text: texts.live.deviceLost(from, to), hint: error.message })
    })
  }

  #showing(infos: readonly LaneInfo[]): void {
    const { live, variants } = this.#store.getState()
    const lanes = infos.map((info) => {
      const running = live.lanes.find((lane) => lane.info.variant === info.variant && lane.info.device === info.device)
      return running ?? newLane(info, variants.find(({ id }) => id === info.variant)?.title ?? info.variant)
    })
    for (const id of this.histories.keys()) if (!infos.some(({ variant }) => variant === id)) this.histories.delete(id)
    this.agreements.clear()
    changeLive(this.#store, { lanes, agreement: noAgreement })
  }

  async #configure(): Promise<void> {
    const { rate, averaging, memory, passesPerBlock, threshold, margin, topK } = this.#store.getState().settings
    const settings = {
      ...{ averaging, memory, passesPerBlock, margin, topK },
      ...(threshold !== undefined && { threshold }),
      ...(rate !== undefined && { rate }),
    }
    try {
      await this.#recognizer.call('live-settings', settings)
    } catch (error) {
      if (error instanceof Refused && error.error.code === 'input-invalid') this.#notices.fault(faultOf(error))
    }
  }

  #pass({ variant, device, pass, shown, top, average, until, milliseconds, dropped }: Of<'live-pass'>): void {
    const lane = laneOf(this.#store, variant)
    if (lane === undefined) return
    const now = performance.now()
    if (lane === this.#store.getState().live.lanes[0]) this.#meter.countPass(now)
    this.#countDrops(variant, dropped)
    const history = this.histories.get(variant) ?? new History()
    this.histories.set(variant, history)
    history.add({ time: until, average })
    if (device !== lane.info.device) changeLaneInfo(this.#store, variant, { device })
    const latency = now - until * 1000
    changeLane(this.#store, variant, { passes: pass, shown, top, milliseconds, dropped, latency })
  }

  #countDrops(variant: string, dropped: number): void {
    const lane = laneOf(this.#store, variant)
    if (lane !== undefined) this.#meter.countDrops(lane.dropped, dropped, performance.now())
  }

  /** It was begun anew: what the variant said of the last source is not said of this one. */
  #memoryGone(variant: string): void {
    const lane = laneOf(this.#store, variant)
    if (lane === undefined || lane.passes === 0) return
    this.histories.get(variant)?.clear()
    this.agreements.clear()
    changeLive(this.#store, { agreement: noAgreement })
    changeLane(this.#store, variant, { shown: undefined, top: [], milliseconds: undefined, latency: undefined })
  }

  #lanesGone(): void {
    this.histories.clear()
    this.agreements.clear()
    this.#meter.clear()
    changeLive(this.#store, { lanes: [], agreement: noAgreement, loading: askedVariants(this.#store.getState()) })
  }
}

const onlineKeys = ['rate', 'averaging', 'memory', 'passesPerBlock', 'threshold', 'margin', 'topK'] as const
