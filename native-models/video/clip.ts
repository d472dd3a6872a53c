/** Clip sampling: N frames one after another, around the middle of a video. */
import { sampleFrames, type SampledClip, type SampleOptions } from './sample-frames.ts'

export interface ClipOptions extends SampleOptions {
  /** Number of frames to take, N. */
  readonly frames: number
  /** Frames a second, where there is no `stride`. */
  readonly rate: number
  /** Every how manieth frame of the file, whatever its frame rate. */
  readonly stride?: number | undefined
}

/**
 * Every `stride`-th of the F frames, N in all, the window of N * stride frames in the middle. A video that is too short is
 * begun again from the window's start, as the loaders of 3D-ResNets-PyTorch and Efficient-3DCNNs do
 * (TemporalCenterCrop with LoopPadding).
 */
export function clipIndices(frameCount: number, frames: number, stride: number): number[] {
  const begin = Math.max(0, Math.floor(frameCount / 2) - Math.floor((frames * stride) / 2))
  return Array.from({ length: frames }, (_, i) => begin + ((i * stride) % (frameCount - begin)))
}

/** Time stamps are rounded to milliseconds in some containers; seconds. */
const rounding = 1e-3

/**
 * The same by time: the frames on screen at N moments, 1 / `rate` seconds apart, the middle one in the middle.
 *
 * @param times seconds of all frames, from 0 and increasing; the last is taken to last the mean interval
 */
export function clipIndicesByTime(times: readonly number[], frames: number, rate: number): number[] {
  const interval = times.length > 1 ? times.at(-1)! / (times.length - 1) : 1 / rate
  const duration = interval * times.length
  const begin = Math.max(0, duration / 2 - frames / rate / 2)
  return Array.from({ length: frames }, (_, i) => {
    const elapsed = (i / rate + rounding) % (duration - begin)
    return Math.max(
      0,
      times.findLastIndex((time) => time <= begin + elapsed),
    )
  })
}

/**
 * N preprocessed frames around the middle of a file, one after another.
 *
 * @throws ActscopeError as `openVideo`
 */
export function sampleClip(path: string, options: ClipOptions): Promise<SampledClip> {
  const { frames, rate, stride } = options
  return sampleFrames(
    path,
    (times) =>
      stride === undefined ? clipIndicesByTime(times, frames, rate) : clipIndices(times.length, frames, stride),
    options,
  )
}
