import { sampleClip } from '../video/clip.ts'
import { sampleSegments } from '../video/segments.ts'
import type { Recognizer } from './recognizer.ts'

/** What a whole video shows, from one pass. */
export interface FilePrediction {
  /** Softmax over the variant's labels, [classes]. */
  readonly probabilities: Float32Array
  /** Seconds of the frames that were looked at. */
  readonly times: readonly number[]
  /** Frames in the file, and what is damaged about it, if anything. */
  readonly frames: number
  readonly damage: string | undefined
}

/**
 * The action of a whole video, from one pass over N frames of it: the middle of each of N equal segments (docs/readings.md), or
 * frames one after another around its middle, as the variant was trained.
 *
 * @throws ActscopeError as `openVideo` for bad files; `engine-failed`
 */
export async function recognizeFile(
  recognizer: Recognizer,
  path: string,
  signal?: AbortSignal,
): Promise<FilePrediction> {
  const { manifest, network } = recognizer
  const { frames, size } = network.options
  const { shortSide } = manifest.preprocessing
  const options = { shortSide, size, ...(signal && { signal }) }
  const { sampling, rate } = manifest
  const clip =
    sampling.kind === 'segments'
      ? await sampleSegments(path, { segments: frames, ...options })
      : await sampleClip(path, { frames, rate, stride: sampling.stride, ...options })
  // A frame of a short video may be there several times; it is encoded once.
  const different = [...new Map(clip.frames.map((frame) => [frame.index, frame])).values()]
  const kept = await recognizer.session.encode(different.map(({ rgb }) => rgb))
  const keptOf = new Map(different.map(({ index }, i) => [index, kept[i]!]))
  const { probabilities } = await recognizer.session.classify(clip.frames.map(({ index }) => keptOf.get(index)!))
  return {
    probabilities,
    times: clip.frames.map(({ time }) => time),
    frames: clip.end.frames,
    damage: clip.end.damage,
  }
}
