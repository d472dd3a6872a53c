/** The page's own video element, for what Chromium can decode. */
import { Listeners } from '../../listeners.ts'
import type { Playback } from './playback.ts'

export class NativePlayback implements Playback {
  readonly fault = undefined
  readonly #video = document.createElement('video')
  readonly #frame = new Listeners<[number]>()
  readonly #change = new Listeners<[]>()
  readonly onFrame = this.#frame.add
  readonly onChange = this.#change.add
  /** Where to go when the jump that is under way is done: while the time line is dragged, they come faster than that. */
  #next: number | undefined

  /** `unplayable`: there is no picture to be had from it here. */
  constructor(place: HTMLElement, url: string, unplayable: () => void) {
    const video = this.#video
    video.playsInline = true
    video.preload = 'auto'
    video.tabIndex = -1
    video.addEventListener('error', unplayable)
    video.addEventListener('loadedmetadata', () => {
      // The sound alone could be played: a codec that Chromium has not got.
      if (video.videoWidth === 0) unplayable()
      else this.#change.tell()
    })
    for (const type of ['play', 'pause', 'ended', 'durationchange', 'resize'])
      video.addEventListener(type, () => {
        this.#change.tell()
      })
    video.addEventListener('seeked', () => {
      const next = this.#next
      this.#next = undefined
      if (next !== undefined) this.seek(next)
      else this.#frame.tell(video.currentTime)
    })
    place.append(video)
    video.src = url
    this.#watch()
  }

  get currentTime(): number {
    return this.#next ?? this.#video.currentTime
  }

  get duration(): number | undefined {
    const { duration } = this.#video
    return Number.isFinite(duration) ? duration : undefined
  }

  get playing(): boolean {
    return !this.#video.paused && !this.#video.ended
  }

  get size(): Playback['size'] {
    const { videoWidth: width, videoHeight: height } = this.#video
    return width === 0 ? undefined : { width, height }
  }

  play(): void {
    this.#video.play().catch(() => undefined) // what it cannot play is told by `error`
  }

  pause(): void {
    this.#video.pause()
  }

  seek(time: number): void {
    if (this.#video.seeking) this.#next = time
    else this.#video.currentTime = time
  }

  dispose(): void {
    const video = this.#video
    video.remove()
    video.removeAttribute('src')
    video.load() // lets go of the file
  }

  #watch(): void {
    this.#video.requestVideoFrameCallback((_, { mediaTime }) => {
      this.#frame.tell(mediaTime)
      if (this.#video.isConnected) this.#watch()
    })
  }
}
