/** Snapshots, and recordings with their events beside them. */
import type { Camera } from '../camera/camera.ts'
import { faultOf } from '../../store/faults.ts'
import type { Notices } from '../../store/notices.ts'
import type { Saved } from '../../shell/files.ts'
import type { Shell } from '../../shell/shell.ts'
import type { SaveKind } from '../../shell/values.ts'
import { changeLive, type Store } from '../../store/store.ts'
import { texts } from '../../texts.ts'
import type { FramePump } from '../live/frame-pump.ts'
import { written, type EventList, type KeptEvent } from '../events/event-formats.ts'
import { OpenEvents } from './open-events.ts'
import { overlayLines } from '../live/overlay-lines.ts'
import { savedNotice, writeWhole } from '../save.ts'
import { drawFrame, frameCanvas } from './seen-frame.ts'
import { recordedEvents } from './recorded-events.ts'
import { Recording, recordingType, type RecordingEnd } from './recording.ts'
import { RecordingClock } from './recording-clock.ts'
import { variantTitles } from '../../store/variants.ts'
import { fileStamp } from '../../number-texts.ts'

interface Parts {
  readonly store: Store
  readonly shell: Shell
  readonly camera: Camera
  readonly pump: FramePump
  readonly notices: Notices
}

const words = texts.live.recorder
const seconds = (): number => performance.now() / 1000

export class Recorder {
  readonly #parts: Parts
  readonly #open = new OpenEvents()
  /** The recording that is under way. */
  #recording: Recording | undefined
  /** It has been asked for, and its file is being opened. */
  #starting = false

  constructor(parts: Parts) {
    this.#parts = parts
    const { store } = parts
    store.subscribe(
      ({ live }) => live.lanes,
      (lanes) => {
        this.#open.follow(lanes.map(({ info, passes, shown }) => ({ variant: info.variant, passes, shown })))
      },
    )
    store.subscribe(
      ({ live }) => live.log.at(-1),
      (ended) => {
        if (ended !== undefined) this.#open.ended(ended.variant, ended.start)
      },
    )
    store.subscribe(
      (state) => state.camera.state === 'on',
      (on) => {
        if (on || this.#recording === undefined) return
        this.#recording.stop()
        parts.notices.show({ kind: 'info', text: words.cameraGone })
      },
    )
    // Whatever was recorded since the last part still reaches the file, if there is time for it.
    window.addEventListener('pagehide', () => this.#recording?.stop())
  }

  /** The frame as it is seen. */
  async snapshot(): Promise<void> {
    const { camera, notices } = this.#parts
    const { video } = camera
    if (video.videoWidth === 0) {
      notices.show({ kind: 'warning', text: words.noPicture })
      return
    }
    const canvas = frameCanvas(video)
    this.#draw(canvas)
    const name = fileStamp(new Date())
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/png')
    })
    if (blob === null) throw new Error(words.noPicture)
    const saved = await this.#write(name, 'png', new Uint8Array(await blob.arrayBuffer()))
    this.#tell(words.snapshot(saved.name, saved.place), saved)
  }

  /** Begins to record, or ends it. */
  async toggle(): Promise<void> {
    if (this.#recording !== undefined) this.#recording.stop()
    else if (!this.#starting) {
      this.#starting = true
      try {
        await this.#start()
      } finally {
        this.#starting = false
      }
    }
  }

  async #start(): Promise<void> {
    const { store, shell, camera, notices } = this.#parts
    const type = recordingType()
    if (type === undefined || camera.stream === undefined) {
      notices.show({ kind: 'warning', text: type === undefined ? words.unsupported : words.noPicture })
      return
    }
    const name = fileStamp(new Date())
    const sink = await shell.record(`${name}.webm`, 'webm')
    // The camera may have gone while the file was opened.
    const stream = this.#parts.camera.stream
    const source = stream && this.#source(stream)
    if (source === undefined) {
      await sink.abort(false)
      return
    }
    let recording: Recording
    try {
      recording = new Recording(source.stream, type, sink, (bytes) => {
        changeLive(store, ({ recording: now }) => ({ recording: now && { ...now, bytes } }))
      })
    } catch (error) {
      source.end()
      await sink.abort(false).catch(() => undefined)
      throw error
    }
    this.#recording = recording
    const gathered = this.#gather(recording)
    changeLive(store, { recording: { since: Date.now(), bytes: 0 } })
    void recording.ended.then(async (end) => {
      source.end()
      const events = gathered()
      this.#recording = undefined
      changeLive(store, { recording: undefined })
      await this.#finish(name, end, events)
    })
  }

  /** The stream to record: the camera's own, or with `annotate` what is drawn from each of its frames. */
  #source(camera: MediaStream): { readonly stream: MediaStream; readonly end: () => void } {
    const { store, camera: source, pump } = this.#parts
    if (!store.getState().settings.annotate) return { stream: camera, end: () => undefined }
    const canvas = frameCanvas(source.video)
    this.#draw(canvas)
    const stream = canvas.captureStream()
    const unsubscribe = pump.onFrame(() => {
      this.#draw(canvas)
    })
    return {
      stream,
      end: () => {
        unsubscribe()
        for (const track of stream.getTracks()) track.stop()
      },
    }
  }

  #draw(canvas: HTMLCanvasElement): void {
    const { settings, live } = this.#parts.store.getState()
    const { video } = this.#parts.camera
    drawFrame(canvas, { video, mirror: settings.mirror, lines: overlayLines(live.lanes) })
  }

  /** Collects what ends from now on, and stands still with the picture; gives the events when it is over. */
  #gather(recording: Recording): () => EventList {
    const { store } = this.#parts
    const [began, origin] = [seconds(), Date.now()]
    const clock = new RecordingClock(began)
    const events: KeptEvent[] = []
    let last = store.getState().live.log.at(-1)?.id ?? 0
    let pausedAt = 0
    const stand = (paused: boolean): void => {
      const now = Date.now()
      if (paused) {
        recording.pause()
        clock.pause(seconds())
        pausedAt = now
      } else {
        recording.resume()
        clock.resume(seconds())
        // The sign counts on from where it stood.
        changeLive(store, ({ recording: sign }) => ({
          recording: sign && { ...sign, since: sign.since + now - pausedAt },
        }))
      }
    }
    const subscriptions = [
      store.subscribe(
        ({ live }) => live.log,
        (log) => {
          events.push(...log.filter(({ id }) => id > last))
          last = Math.max(last, log.at(-1)?.id ?? 0)
        },
      ),
      store.subscribe(({ live }) => live.paused, stand),
    ]
    if (store.getState().live.paused) stand(true)
    return () => {
      for (const stop of subscriptions) stop()
      const ended = seconds()
      const { variants } = store.getState()
      const isBackground = (id: string, index: number): boolean =>
        variants.find((variant) => variant.id === id)?.labels[index]?.background === true
      const open = this.#open.until(ended, isBackground).map((event) => ({ ...event, at: 0 }))
      return recordedEvents([...events, ...open], { clock, began, ended, origin }, variantTitles(store.getState()))
    }
  }

  async #finish(asked: string, { saved, bytes, error }: RecordingEnd, events: EventList): Promise<void> {
    const { notices } = this.#parts
    if (error !== undefined) {
      const { message, hint } = faultOf(error)
      const kept = bytes > 0 ? words.brokenHint : undefined
      const said = [hint, kept].filter((text) => text !== undefined).join(' ')
      notices.show({ kind: 'error', text: words.broken(message), ...(said !== '' && { hint: said }) })
    } else if (saved === undefined) notices.show({ kind: 'warning', text: words.empty })
    if (bytes === 0) return
    const name = saved?.name.replace(/\.webm$/, '') ?? asked
    let hasEvents = true
    try {
      for (const kind of ['json', 'vtt'] as const) await this.#write(name, kind, written(events, kind))
    } catch (why) {
      hasEvents = false
      notices.show({ kind: 'warning', text: words.noEvents(faultOf(why).message) })
    }
    if (saved !== undefined) this.#tell((hasEvents ? words.saved : words.savedAlone)(saved.name, saved.place), saved)
  }

  /** A small file beside the recordings. Rejects with a ShellError. */
  async #write(name: string, kind: SaveKind, content: string | Uint8Array<ArrayBuffer>): Promise<Saved> {
    return writeWhole(await this.#parts.shell.record(`${name}.${kind}`, kind), content)
  }

  #tell(text: string, saved: Saved): void {
    this.#parts.notices.show(savedNotice(text, saved, words.show))
  }
}
