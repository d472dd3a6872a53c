/** Pictures of files, decoded by the host: for the player of what Chromium cannot play, and for annotated videos. */
import type { Ask, HostEvent, VideoInfo, WireError } from '../../../native-models/protocol.ts'
import type { Recognizer } from '../../recognizer/recognizer.ts'
import { texts } from '../../texts.ts'

export type PreviewFrame = Omit<Extract<HostEvent, { type: 'preview-frame' }>, 'type' | 'preview'>

export interface PreviewListener {
  readonly onFrame: (frame: PreviewFrame) => void
  /** After the last picture, or because of a fault. Not called after `close`. */
  readonly onEnd: (fault: WireError | undefined) => void
}

export interface OpenPreview {
  readonly info: VideoInfo
  /** Lets the host send so many pictures more; there are none before the first call. */
  credit(pictures: number): void
  close(): void
}

export class PreviewHub {
  readonly #recognizer: Recognizer
  readonly #open = new Map<number, PreviewListener>()

  constructor(recognizer: Recognizer) {
    this.#recognizer = recognizer
    recognizer.on('preview-frame', ({ preview, time, width, height, rgb }) => {
      this.#open.get(preview)?.onFrame({ time, width, height, rgb })
    })
    recognizer.on('preview-end', ({ preview, error }) => {
      this.#end(preview, error)
    })
    recognizer.onState(() => {
      for (const preview of [...this.#open.keys()]) this.#end(preview, texts.files.previewLost)
    })
  }

  /** A recognizer is there that knows of no preview: what was open, or could not be opened, can be opened anew. */
  onReady(listener: () => void): () => void {
    return this.#recognizer.onConnected(listener)
  }

  /** Rejects with `Refused`. */
  async open(ask: Ask<'preview-open'>, listener: PreviewListener): Promise<OpenPreview> {
    const { preview, info } = await this.#recognizer.call('preview-open', ask)
    this.#open.set(preview, listener)
    return {
      info,
      credit: (pictures) => {
        if (this.#open.get(preview) === listener)
          this.#recognizer.send({ type: 'preview-credit', preview, frames: pictures })
      },
      close: () => {
        if (this.#open.get(preview) !== listener) return
        this.#open.delete(preview)
        this.#recognizer.call('preview-close', { preview }).catch(() => undefined)
      },
    }
  }

  #end(preview: number, fault: WireError | undefined): void {
    const listener = this.#open.get(preview)
    this.#open.delete(preview)
    listener?.onEnd(fault)
  }
}

/** RGB bytes into pixels that a canvas takes. */
export function toImageData({ width, height, rgb }: PreviewFrame): ImageData {
  const image = new ImageData(width, height)
  const words = new Uint32Array(image.data.buffer)
  // Little-endian, as on every machine that this runs on: 0xAABBGGRR.
  for (let i = 0, from = 0; i < words.length; i++, from += 3)
    words[i] = 0xff000000 | (rgb[from + 2]! << 16) | (rgb[from + 1]! << 8) | rgb[from]!
  return image
}
