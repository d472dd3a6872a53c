/** Live recognition: which variants run, with which settings, and what they say. */
import type { HostEvent, LaneInfo } from '../../native-models/protocol.ts'
import type { Camera } from '../camera/camera.ts'
import type { Recognizer } from '../recognizer/recognizer.ts'
import { Refused } from '../recognizer/refused.ts'
import { faultOf } from '../store/faults.ts'
import type { Notices } from '../store/notices.ts'
import type { Settings } from '../store/settings.ts'
import { noAgreement, noStats, type Lane, type State } from '../store/state.ts'
import { changeLive, changeSettings, type Store } from '../store/store.ts'
import { texts } from '../texts.ts'
import { AgreementCurve, withPair } from './agreement.ts'
import { FramePump } from './frame-pump.ts'
import { History } from './history.ts'
import { RateMeter } from './rate-meter.ts'

/** Events that the log keeps. */
const longestLog = 1000
/** How far back dropped frames count as a sign that the model cannot keep up (ms). */
const dropSpan = 10_000
/** So many of them in that time are no such sign: one in twenty of what the shipped variants want. */
const dropsTolerated = 6

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
  readonly #passes = new RateMeter(6000)
  readonly #drops: { readonly at: number; readonly count: number }[] = []
  #lastEvent = 0
  #shows = 0
  /** The choice is being set back to what runs: no reason to load anything. */
  #quiet = false

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

    recognizer.on('live-credit', ({ lanes }) => {
      for (const { variant, filled, passes, dropped } of lanes) {
        this.#countDrops(variant, dropped)
        if (passes === 0) this.#memoryGone(variant)
        this.#changeLane(variant, { filled, passes, dropped })
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
        error: lanes.length === 0 ? error : undefined,
        ...(lanes.length === 0 && { loading: undefined }),
      }))
      this.histories.delete(variant)
    })
    recognizer.on('device-lost', ({ variant, from, to, error }) => {
      if (to !== undefined) this.#laneInfo(variant, { device: to })
      notices.show({ kind: 'warning', text: texts.live.deviceLost(from, to), hint: error.message })
    })

    store.subscribe(
      ({ settings }) => settings,
      (now, before) => {
        if (onlineKeys.some((key) => now[key] !== before[key])) void this.#configure()
        if (!this.#quiet && showKeys.some((key) => now[key] !== before[key])) void this.show()
      },
    )
    // A new source begins anew, and a picture that stood still moves again.
    camera.onStarted(() => {
      if (store.getState().live.paused) this.setPaused(false)
    })
    // Without a picture nothing is said: the event that is open ends now, not when the camera comes back.
    store.subscribe(
      (state) => state.camera.state === 'on',
      (on) => {
        if (!on) recognizer.call('live-reset', {}).catch(() => undefined)
      },
    )
    setInterval(() => {
      this.#measure()
    }, 500)
  }

  /** Brings what runs to what is chosen; what runs goes on until all of it is ready. If it cannot be, the choice goes back. */
  async show(): Promise<void> {
    const turn = ++this.#shows
    const state = this.#store.getState()
    const variants = wantedVariants(state)
    if (variants.length === 0) return
    const running = state.live.lanes.map(({ info }) => info.variant)
    changeLive(this.#store, { loading: variants.filter((id) => !running.includes(id)), error: undefined })
    try {
      const { lanes } = await this.#recognizer.call('live-show', { variants, device: state.settings.device })
      if (turn === this.#shows) this.#showing(lanes)
    } catch (error) {
      if (turn !== this.#shows || !(error instanceof Refused)) return
      this.#refused(error)
    }
  }

  /** After the recognizer was started, or started again: it knows nothing of what was. */
  async begin(): Promise<void> {
    this.#lanesGone()
    await this.#configure()
    if (this.#store.getState().live.paused) await this.#recognizer.call('live-pause', {}).catch(() => undefined)
    await this.show()
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

  #showing(infos: readonly LaneInfo[]): void {
    const { live, variants } = this.#store.getState()
    const lanes = infos.map((info) => {
      const running = live.lanes.find((lane) => lane.info.variant === info.variant && lane.info.device === info.device)
      return running ?? newLane(info, variants.find(({ id }) => id === info.variant)?.title ?? info.variant)
    })
    for (const id of this.histories.keys()) if (!infos.some(({ variant }) => variant === id)) this.histories.delete(id)
    this.agreements.clear()
    changeLive(this.#store, { lanes, loading: undefined, error: undefined, agreement: noAgreement })
  }

  #refused(refusal: Refused): void {
    const { lanes } = this.#store.getState().live
    changeLive(this.#store, { loading: undefined, error: lanes.length === 0 ? refusal.error : undefined })
    if (refusal.error.code === 'cancelled') return
    this.#notices.fault(refusal.error)
    const [first, second] = lanes
    if (first === undefined) return
    this.#shows++ // setting the choice back is not another choice
    this.#quietly({ variant: first.info.variant, rival: second?.info.variant, comparing: second !== undefined })
  }

  #quietly(change: Partial<Settings>): void {
    this.#quiet = true
    changeSettings(this.#store, change)
    this.#quiet = false
  }

  async #configure(): Promise<void> {
    const { rate, averaging, passesPerBlock, threshold, margin, topK } = this.#store.getState().settings
    const settings = {
      ...{ averaging, passesPerBlock, margin, topK },
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
    const { live } = this.#store.getState()
    const lane = live.lanes.find(({ info }) => info.variant === variant)
    if (lane === undefined) return
    const now = performance.now()
    if (variant === live.lanes[0]?.info.variant) this.#passes.count(now)
    this.#countDrops(variant, dropped)
    const history = this.histories.get(variant) ?? new History()
    this.histories.set(variant, history)
    history.add({ time: until, average })
    if (device !== lane.info.device) this.#laneInfo(variant, { device })
    this.#changeLane(variant, { passes: pass, shown, top, milliseconds, dropped, latency: now - until * 1000 })
  }

  /** Both passes and credits tell how many frames were dropped; whichever comes first counts. */
  #countDrops(variant: string, dropped: number): void {
    const lane = this.#store.getState().live.lanes.find(({ info }) => info.variant === variant)
    if (lane !== undefined && dropped < lane.dropped) this.#drops.length = 0 // its memory began anew
    if (lane !== undefined && dropped > lane.dropped)
      this.#drops.push({ at: performance.now(), count: dropped - lane.dropped })
  }

  /** It was begun anew: what the variant said of the last source is not said of this one. */
  #memoryGone(variant: string): void {
    const lane = this.#store.getState().live.lanes.find(({ info }) => info.variant === variant)
    if (lane === undefined || lane.passes === 0) return
    this.histories.get(variant)?.clear()
    this.agreements.clear()
    changeLive(this.#store, { agreement: noAgreement })
    this.#changeLane(variant, { shown: undefined, top: [], milliseconds: undefined, latency: undefined })
  }

  #measure(): void {
    const now = performance.now()
    while (this.#drops[0] !== undefined && this.#drops[0].at < now - dropSpan) this.#drops.shift()
    const { camera, live } = this.#store.getState()
    const on = camera.state === 'on' && !live.paused
    const recentlyDropped = this.#drops.reduce((sum, { count }) => sum + count, 0)
    const stats = on
      ? {
          cameraFps: this.pump.meter.perSecond(now),
          passesPerSecond: this.#passes.perSecond(now),
          recentlyDropped,
          behind: recentlyDropped > dropsTolerated,
        }
      : noStats
    if (on || live.stats !== noStats) changeLive(this.#store, { stats })
  }

  #lanesGone(): void {
    this.histories.clear()
    this.agreements.clear()
    this.#passes.clear()
    this.#drops.length = 0
    changeLive(this.#store, { lanes: [], agreement: noAgreement, loading: wantedVariants(this.#store.getState()) })
  }

  #laneInfo(variant: string, change: Partial<LaneInfo>): void {
    changeLive(this.#store, ({ lanes }) => ({
      lanes: lanes.map((lane) =>
        lane.info.variant === variant ? { ...lane, info: { ...lane.info, ...change } } : lane,
      ),
    }))
  }

  #changeLane(variant: string, change: Partial<Lane>): void {
    const { lanes } = this.#store.getState().live
    const lane = lanes.find(({ info }) => info.variant === variant)
    if (lane === undefined) return
    const changed = (Object.keys(change) as (keyof Lane)[]).some((key) => lane[key] !== change[key])
    if (changed)
      changeLive(this.#store, { lanes: lanes.map((other) => (other === lane ? { ...lane, ...change } : other)) })
  }
}

const onlineKeys = ['rate', 'averaging', 'passesPerBlock', 'threshold', 'margin', 'topK'] as const
const showKeys = ['variant', 'rival', 'comparing', 'device'] as const

/** Those that are chosen and exist; without a choice the default. */
export function wantedVariants({ settings, variants, defaultVariant }: State): string[] {
  const known = (id: string | undefined) => variants.find((variant) => variant.id === id)?.id
  const first = known(settings.variant) ?? known(defaultVariant) ?? variants[0]?.id
  if (first === undefined) return []
  if (!settings.comparing) return [first]
  const rival = known(settings.rival) ?? variants.find(({ id }) => id !== first)?.id
  return rival === undefined || rival === first ? [first] : [first, rival]
}

function newLane(info: LaneInfo, title: string): Lane {
  return {
    info,
    title,
    filled: 0,
    passes: 0,
    dropped: 0,
    shown: undefined,
    top: [],
    milliseconds: undefined,
    latency: undefined,
  }
}
