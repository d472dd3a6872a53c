/**
 * Gives the recognizer the frames of the camera that it asks for, and no others: one credit, one frame, and of that only
 * the crops that a memory will take. What is on screen is the video element's own; it never waits for this.
 */
import type { HostEvent } from '../../../native-models/protocol.ts'
import type { Camera } from '../camera/camera.ts'
import { Cropper } from '../camera/cropper.ts'
import type { Recognizer } from '../../recognizer/recognizer.ts'
import { Listeners } from '../../listeners.ts'
import { RateMeter } from './rate-meter.ts'

type Credit = Extract<HostEvent, { type: 'live-credit' }>

/** Longer between two frames (s) than any camera takes: the machine slept, or the window was hidden. */
const gap = 2

export class FramePump {
  readonly meter = new RateMeter()
  readonly #camera: Camera
  readonly #recognizer: Recognizer
  readonly #cropper = new Cropper()
  readonly #frames = new Listeners<[now: number]>()
  #credit: Credit | undefined
  #seq = 0
  #lastTime = 0
  #lastPresented = 0

  constructor(camera: Camera, recognizer: Recognizer) {
    this.#camera = camera
    this.#recognizer = recognizer
    recognizer.on('live-credit', (credit) => {
      this.#credit = credit
    })
    camera.onStarted(() => {
      this.meter.clear()
      this.#lastPresented = 0
      this.#reset()
    })
    this.#next()
  }

  /** Called for every frame that the camera shows, with the time of the page (ms): recordings draw from it. */
  onFrame(listener: (now: number) => void): () => void {
    return this.#frames.add(listener)
  }

  #next(): void {
    this.#camera.video.requestVideoFrameCallback((now, metadata) => {
      this.#next()
      this.#frame(now, metadata)
    })
  }

  #frame(now: number, { presentedFrames, captureTime }: VideoFrameCallbackMetadata): void {
    const passed = Math.max(1, presentedFrames - this.#lastPresented)
    this.#lastPresented = presentedFrames
    this.#seq += passed
    this.meter.count(now)
    this.#frames.tell(now)

    // Some cameras stamp with a clock of their own, or not at all: what is not near the page's clock is not used.
    const stamp = captureTime !== undefined && Math.abs(captureTime - now) < 1000 ? captureTime : now
    const time = Math.max(stamp / 1000, this.#lastTime + 1e-4)
    if (time - this.#lastTime > gap) this.#reset()
    this.#lastTime = time
    const credit = this.#credit
    if (credit === undefined || time < credit.notBefore) return
    this.#credit = undefined
    void this.#send(credit, time, this.#seq)
  }

  async #send({ credit, crops }: Credit, time: number, seq: number): Promise<void> {
    const due = crops.filter(({ notBefore }) => time >= notBefore)
    try {
      const cropped = await this.#cropper.crop(this.#camera.video, due)
      this.#recognizer.send({ type: 'live-frame', credit, seq, time, crops: [...cropped] })
    } catch {
      // The frame was gone before it could be read (the camera was closed); the host asks again by itself.
    }
  }

  #reset(): void {
    this.#recognizer.call('live-reset', {}).catch(() => undefined) // none runs: there is nothing to reset
  }
}
