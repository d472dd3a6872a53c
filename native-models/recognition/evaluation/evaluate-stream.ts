import { ActscopeError } from '../../errors.ts'
import { preprocess } from '../../video/preprocess.ts'
import { openVideo } from '../../video/video.ts'
import type { Dataset, LabelledClip } from './dataset.ts'
import type { Shown } from '../online/events.ts'
import { OnlineRecognizer, type OnlineOptions } from '../online/online-recognizer.ts'
import type { Recognizer } from '../recognizer.ts'

export interface StreamEvaluation {
  readonly variant: string
  readonly device: string
  /** Of the stream. */
  readonly clips: number
  readonly seconds: number
  /** Shares of the time (frames at the variant's rate) that the shown label is right, is wrong, and is none. */
  readonly right: number
  readonly wrong: number
  readonly none: number
  /** Clips that got their label at some moment. */
  readonly found: number
  /** Of those: seconds from the clip's beginning until its label is shown, the median. */
  readonly delay: number
  /** How often another label was shown. */
  readonly changes: number
  readonly failed: readonly { readonly path: string; readonly reason: string }[]
}

export type StreamOptions = Pick<OnlineOptions, 'memory' | 'passesPerBlock' | 'averaging' | 'threshold'>

/**
 * Measures the online recognizer: all videos in a fixed shuffled order as one stream, without a pause between them, as one
 * action follows another in front of a camera. What is judged is the label on screen, at every frame.
 *
 * @throws ActscopeError `dataset-invalid` if not one of them could be read
 */
export async function evaluateStream(
  recognizer: Recognizer,
  dataset: Dataset,
  options: StreamOptions = {},
  onProgress: (done: number) => void = () => undefined,
): Promise<StreamEvaluation> {
  const stream = new Stream(recognizer, options)
  const failed: { path: string; reason: string }[] = []
  for (const [i, clip] of shuffled(dataset.clips).entries()) {
    try {
      await stream.play(clip)
    } catch (error) {
      if (!(error instanceof ActscopeError) || !error.code.startsWith('video-')) throw error
      failed.push({ path: clip.path, reason: error.message })
    }
    onProgress(i + 1)
  }
  const { frames, right, wrong, delays, clips, changes } = stream
  if (frames === 0) throw new ActscopeError('dataset-invalid', `none of the ${failed.length} videos could be read`)
  return {
    variant: recognizer.manifest.id,
    device: recognizer.session.device,
    ...{ clips, seconds: frames / recognizer.manifest.rate },
    ...{ right: right / frames, wrong: wrong / frames, none: (frames - right - wrong) / frames },
    ...{ found: delays.length, delay: delays.toSorted((a, b) => a - b)[delays.length >> 1] ?? 0, changes, failed },
  }
}

class Stream {
  readonly #recognizer: Recognizer
  readonly #online: OnlineRecognizer
  /** Where the next clip begins, in seconds of the stream. */
  #start = 0
  #shown: number | undefined
  readonly delays: number[] = []
  clips = 0
  frames = 0
  right = 0
  wrong = 0
  changes = 0

  constructor(recognizer: Recognizer, options: StreamOptions) {
    this.#recognizer = recognizer
    this.#online = new OnlineRecognizer(recognizer, options)
  }

  async play({ path, truth }: LabelledClip): Promise<void> {
    const { manifest, network } = this.#recognizer
    const crop = { shortSide: manifest.preprocessing.shortSide, size: network.options.size }
    const start = this.#start
    const video = await openVideo(path)
    let found = false
    for await (const frame of video.frames({ keep: (_, time) => this.#online.wants(start + time) })) {
      const time = start + frame.time
      const pass = await this.#online.offer(time, () => preprocess(frame, crop))
      if (pass !== undefined) this.#show(pass.shown)
      this.#start = time + 1 / manifest.rate
      this.frames++
      if (this.#shown === truth) {
        this.right++
        if (!found) this.delays.push(frame.time)
        found = true
      } else if (this.#shown !== undefined) this.wrong++
    }
    this.clips++
  }

  #show(label: Shown | undefined): void {
    const shown = label?.index
    if (shown !== undefined && shown !== this.#shown) this.changes++
    this.#shown = shown
  }
}

/** In an order that is always the same (Fisher and Yates, with Lehmer's generator). */
function shuffled<T>(values: readonly T[]): readonly T[] {
  const order = [...values]
  let state = 1
  for (let i = order.length - 1; i > 0; i--) {
    state = (state * 48_271) % 0x7fff_ffff
    const j = state % (i + 1)
    const value = order[i]!
    order[i] = order[j]!
    order[j] = value
  }
  return order
}
