import type { CropReply, CropRequest } from './crop.ts'

/** The page's side of the crop worker: one frame at a time. */
export class Cropper {
  readonly #worker = new Worker(new URL('./crop-worker.ts', import.meta.url), { type: 'module', name: 'crop' })
  readonly #pending = new Map<number, (reply: CropReply) => void>()
  #last = 0

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<CropReply>) => {
      this.#pending.get(data.id)?.(data)
      this.#pending.delete(data.id)
    }
  }

  /** What `video` shows now, as RGB bytes of each size. Throws if the frame cannot be had or read. */
  async crop(video: HTMLVideoElement, sizes: CropRequest['sizes']): Promise<CropReply['crops']> {
    if (sizes.length === 0) return []
    const frame = 'VideoFrame' in globalThis ? new VideoFrame(video) : await createImageBitmap(video)
    const id = ++this.#last
    const { crops, failed } = await new Promise<CropReply>((resolve) => {
      this.#pending.set(id, resolve)
      this.#worker.postMessage({ id, frame, sizes } satisfies CropRequest, [frame])
    })
    if (failed !== undefined) throw new Error(failed)
    return crops
  }
}
