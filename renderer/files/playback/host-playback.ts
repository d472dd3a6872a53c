/**
 * Pictures that the host decodes, on a canvas, for what Chromium cannot play. They come in order and ahead of their time,
 * a few at once; a jump opens the file anew from there.
 */
import type { WireError } from '../../../native-models/protocol.ts'
import { Listeners } from '../../listeners.ts'
import type { Playback, PlaybackFault } from './playback.ts'
import { toImageData, type OpenPreview, type PreviewFrame, type PreviewHub } from '../../page/files/previews.ts'

/** Pictures that are kept ready. */
const ahead = 8
const longestSide = 960

export class HostPlayback implements Playback {
  readonly #previews: PreviewHub
  readonly #name: () => Promise<string>
  readonly #onFault: (fault: unknown) => PlaybackFault
  readonly #unsubscribe: () => void
  readonly #canvas = document.createElement('canvas')
  readonly #context: CanvasRenderingContext2D
  readonly #frame = new Listeners<[number]>()
  readonly #change = new Listeners<[]>()
  readonly onFrame = this.#frame.add
  readonly onChange = this.#change.add

  #preview: OpenPreview | undefined
  /** Counts jumps: what belongs to an earlier one is let fall. */
  #turn = 0
  #opening = false
  /** Where to begin anew. */
  #wanted: number | undefined
  #queue: PreviewFrame[] = []
  #ended = false
  /** The first picture after a jump is shown at once, also while it pauses. */
  #fresh = true

  #time = 0
  #duration: number | undefined
  #size: Playback['size']
  #fault: PlaybackFault | undefined
  #playing = false
  /** Page time (ms) and file time (s) that belong together; undefined while it waits for pictures. */
  #clock: { readonly at: number; readonly time: number } | undefined
  #raf = 0

  constructor(
    place: HTMLElement,
    parts: {
      previews: PreviewHub
      name: () => Promise<string>
      from: number
      onFault: (error: unknown) => PlaybackFault
    },
  ) {
    this.#previews = parts.previews
    this.#name = parts.name
    this.#onFault = parts.onFault
    this.#context = this.#canvas.getContext('2d', { alpha: false })!
    this.#canvas.width = this.#canvas.height = 0
    place.append(this.#canvas)
    this.#unsubscribe = parts.previews.onReady(() => {
      if (this.#fault !== undefined) this.seek(this.#time)
    })
    this.seek(parts.from)
  }

  get currentTime(): number {
    return this.#time
  }

  get duration(): number | undefined {
    return this.#duration
  }

  get playing(): boolean {
    return this.#playing
  }

  get size(): Playback['size'] {
    return this.#size
  }

  get fault(): PlaybackFault | undefined {
    return this.#fault
  }

  play(): void {
    if (this.#playing) return
    this.#playing = true
    this.#clock = undefined
    const lost = this.#preview === undefined && (!this.#ended || this.#fault !== undefined)
    if (lost && !this.#opening) this.seek(this.#time)
    this.#run()
    this.#change.tell()
  }

  pause(): void {
    if (!this.#playing) return
    this.#playing = false
    cancelAnimationFrame(this.#raf)
    this.#change.tell()
  }

  seek(time: number): void {
    this.#time = time
    this.#wanted = time
    if (!this.#opening) void this.#open()
  }

  dispose(): void {
    this.#unsubscribe()
    this.#turn++
    this.#wanted = undefined
    cancelAnimationFrame(this.#raf)
    this.#preview?.close()
    this.#canvas.remove()
  }

  /** One at a time: what is wanted while one opens is opened after it, and only the latest. */
  async #open(): Promise<void> {
    this.#opening = true
    while (this.#wanted !== undefined) {
      const from = this.#wanted
      this.#wanted = undefined
      this.#preview?.close()
      this.#preview = undefined
      this.#queue = []
      this.#ended = false
      this.#fresh = true
      this.#clock = undefined
      const turn = ++this.#turn
      try {
        const preview = await this.#previews.open(
          { file: await this.#name(), from, side: longestSide },
          {
            onFrame: (frame) => {
              if (turn === this.#turn) this.#arrived(frame)
            },
            onEnd: (fault) => {
              if (turn === this.#turn) this.#end(fault)
            },
          },
        )
        if (turn !== this.#turn) {
          preview.close()
          return
        }
        this.#preview = preview
        this.#duration = preview.info.duration
        preview.credit(ahead)
        if (this.#fault !== undefined) this.#fault = undefined
        this.#change.tell()
      } catch (error) {
        if (turn !== this.#turn) return
        this.#fault = this.#onFault(error)
        this.#playing = false
        this.#change.tell()
      }
    }
    this.#opening = false
  }

  #arrived(frame: PreviewFrame): void {
    if (this.#wanted !== undefined) return
    if (!this.#fresh) {
      this.#queue.push(frame)
      return
    }
    this.#fresh = false
    this.#preview?.credit(1)
    this.#show(frame)
  }

  #end(fault: WireError | undefined): void {
    this.#ended = true
    this.#preview = undefined
    if (fault !== undefined) {
      this.#fault = fault
      this.#playing = false
    }
    // A jump to the very end, behind the last picture.
    if (this.#fresh) this.#finish()
    this.#change.tell()
  }

  #run(): void {
    this.#raf = requestAnimationFrame((now) => {
      if (!this.#playing) return
      this.#advance(now)
      this.#run()
    })
  }

  /** Shows the picture whose time has come. When pictures come too slowly, the clock waits for them. */
  #advance(now: number): void {
    const [next] = this.#queue
    if (next === undefined) {
      this.#clock = undefined
      if (this.#ended) this.#finish()
      return
    }
    this.#clock ??= { at: now, time: Math.min(next.time, Math.max(this.#time, next.time - 0.1)) }
    const time = this.#clock.time + (now - this.#clock.at) / 1000
    const later = this.#queue.findIndex((frame) => frame.time > time)
    const due = this.#queue.splice(0, later === -1 ? this.#queue.length : later)
    const latest = due.at(-1)
    if (latest === undefined) return
    this.#preview?.credit(due.length)
    this.#show(latest)
  }

  #show(frame: PreviewFrame): void {
    const { width, height, time } = frame
    if (this.#size?.width !== width || this.#size.height !== height) {
      this.#canvas.width = width
      this.#canvas.height = height
      this.#size = { width, height }
      this.#change.tell()
    }
    this.#context.putImageData(toImageData(frame), 0, 0)
    this.#time = time
    this.#frame.tell(time)
  }

  #finish(): void {
    if (this.#duration !== undefined) this.#time = Math.max(this.#time, this.#duration)
    this.#playing = false
    this.#frame.tell(this.#time)
    this.#change.tell()
  }
}
