import type { Ask } from '../../protocol.ts'
import { resizeShortSide } from '../../video/preprocess.ts'
import { RateSampler } from '../../recognition/online/frame-rate.ts'
import { openVideo, type VideoFrame } from '../../video/video.ts'
import type { Outbox } from '../outbox.ts'
import { Cancelled } from '../wire-error.ts'

/** Credit that can pile up; a picture of 1920 x 1080 is 6 MB. */
const creditLimit = 16

/** The pictures of a file between two times, sent as credit allows. Decoding waits for it, so nothing piles up here. */
export class Preview {
  readonly #number: number
  readonly #path: string
  readonly #ask: Ask<'preview-open'>
  readonly #outbox: Outbox
  readonly #abort = new AbortController()
  #credit = 0
  #wake: () => void = () => undefined

  constructor(number: number, path: string, ask: Ask<'preview-open'>, outbox: Outbox) {
    this.#number = number
    this.#path = path
    this.#ask = ask
    this.#outbox = outbox
    this.#abort.signal.addEventListener('abort', () => {
      this.#wake()
    })
  }

  /** The other side can take so many frames more. */
  add(frames: number): void {
    this.#credit = Math.min(this.#credit + frames, creditLimit)
    this.#wake()
  }

  close(): void {
    this.#abort.abort(new Cancelled())
  }

  /** Ends with a `preview-end`, whatever happens; never rejects. */
  async run(): Promise<void> {
    const end = { type: 'preview-end', preview: this.#number } as const
    try {
      await this.#send()
      this.#outbox.post(end)
    } catch (error) {
      const cancelled = this.#abort.signal.aborted
      this.#outbox.post(cancelled ? end : { ...end, error: this.#outbox.wire(error) })
    }
  }

  async #send(): Promise<void> {
    const { from, until = Infinity, fps, side } = this.#ask
    const sampler = fps === undefined ? undefined : new RateSampler(fps)
    const { signal } = this.#abort
    await this.#allowed() // an unused preview holds no decoder
    const video = await openVideo(this.#path)
    // One picture beyond the end is let through, so that the rest of the file need not be decoded.
    const keep = (_: number, time: number): boolean => time >= from && (time > until || (sampler?.keep(time) ?? true))
    for await (const frame of video.frames({ keep, signal })) {
      if (frame.time > until) return
      await this.#allowed()
      this.#credit--
      const { width, height, rgb } = shrunk(frame, side)
      const message = { type: 'preview-frame', preview: this.#number, time: frame.time, width, height, rgb } as const
      const { buffer, byteLength } = rgb
      this.#outbox.post(message, buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [])
    }
  }

  async #allowed(): Promise<void> {
    const { signal } = this.#abort
    signal.throwIfAborted()
    while (this.#credit === 0) {
      await new Promise<void>((resolve) => (this.#wake = resolve))
      signal.throwIfAborted()
    }
  }
}

/** The picture, its longer side at most `side` pixels. */
function shrunk(frame: VideoFrame, side: number): Pick<VideoFrame, 'width' | 'height' | 'rgb'> {
  const { width, height } = frame
  const long = Math.max(width, height)
  if (long <= side) return frame
  return resizeShortSide(frame, Math.max(1, Math.floor((Math.min(width, height) * side) / long)))
}
