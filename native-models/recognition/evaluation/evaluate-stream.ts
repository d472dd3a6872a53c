import { ActscopeError } from '../../errors.ts'
import { preprocess } from '../../video/preprocess.ts'
import { openVideo } from '../../video/video.ts'
import { thresholdOf } from '../../models/naming.ts'
import type { Dataset, LabelledClip } from './dataset.ts'
import type { Shown } from '../online/events.ts'
import { OnlineRecognizer, type OnlineOptions } from '../online/online-recognizer.ts'
import { streamMetrics, type BySource, type PlayedClip, type StreamMetrics } from './stream-metrics.ts'
import type { Recognizer } from '../recognizer.ts'

export interface StreamEvaluation extends StreamMetrics, BySource {
  readonly variant: string
  readonly device: string
  /** Of the stream. */
  readonly seconds: number
  /** What a label needed to be shown. */
  readonly threshold: number
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
  const { played, changes } = stream
  const frames = played.reduce((sum, clip) => sum + clip.frames, 0)
  if (frames === 0) throw new ActscopeError('dataset-invalid', `none of the ${failed.length} videos could be read`)
  const { manifest, session } = recognizer
  return {
    variant: manifest.id,
    device: session.device,
    ...streamMetrics(played),
    seconds: frames / manifest.rate,
    threshold: options.threshold ?? thresholdOf(manifest),
    ...{ changes, failed },
  }
}

class Stream {
  readonly #recognizer: Recognizer
  readonly #online: OnlineRecognizer
  /** Where the next clip begins, in seconds of the stream. */
  #start = 0
  #shown: number | undefined
  readonly played: PlayedClip[] = []
  changes = 0

  constructor(recognizer: Recognizer, options: StreamOptions) {
    this.#recognizer = recognizer
    this.#online = new OnlineRecognizer(recognizer, options)
  }

  async play({ path, truth, source }: LabelledClip): Promise<void> {
    const { manifest, network } = this.#recognizer
    const crop = { shortSide: manifest.preprocessing.shortSide, size: network.options.size }
    const start = this.#start
    const video = await openVideo(path)
    let [frames, right, wrong] = [0, 0, 0]
    let delay: number | undefined
    for await (const frame of video.frames({ keep: (_, time) => this.#online.wants(start + time) })) {
      const time = start + frame.time
      const pass = await this.#online.offer(time, () => preprocess(frame, crop))
      if (pass !== undefined) this.#show(pass.shown)
      this.#start = time + 1 / manifest.rate
      frames++
      if (this.#shown === truth) {
        right++
        delay ??= frame.time
      } else if (this.#shown !== undefined) wrong++
    }
    this.played.push({ source, frames, right, wrong, delay })
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
