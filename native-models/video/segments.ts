/** Segment sampling: one frame from the middle of each of N equal parts of a video (docs/readings.md). */
import { ActscopeError } from '../errors.ts'
import { sampleFrames, type SampledClip, type SampleOptions } from './sample-frames.ts'

export interface SegmentOptions extends SampleOptions {
  /** Number of frames to take, N. */
  readonly segments: number
}

/**
 * The frame in the middle of each of N equal segments of F frames: floor(tick / 2 + tick * i), tick = F / N (TSN's and
 * ECO-pytorch's test sampling). Valid for any F >= 1; frames repeat where F < N.
 *
 * @throws ActscopeError `input-invalid`
 */
export function segmentIndices(frameCount: number, segments: number): number[] {
  if (!Number.isInteger(frameCount) || frameCount < 1) throw invalid('the number of frames', frameCount)
  if (!Number.isInteger(segments) || segments < 1) throw invalid('the number of segments', segments)
  const tick = frameCount / segments
  return Array.from({ length: segments }, (_, i) => Math.floor(tick / 2 + tick * i))
}

/**
 * The frame that is on screen in the middle of each of N segments of equal duration, by time stamp.
 *
 * For evenly spaced frames this is `segmentIndices`, and is computed by it (so rounded time stamps, as in Matroska's
 * milliseconds, change nothing). For a variable frame rate equal durations are what the segments mean: a second of
 * picture counts as a second, however many frames it was stored in.
 *
 * @param times seconds of all frames, from 0 and increasing; the last frame is taken to last the mean interval
 */
export function segmentIndicesByTime(times: readonly number[], segments: number): number[] {
  const byIndex = segmentIndices(times.length, segments)
  const interval = times.at(-1)! / (times.length - 1)
  if (times.length < 2 || times.every((time, i) => Math.abs(time - i * interval) <= interval / 2)) return byIndex
  const duration = interval * times.length
  let index = 0
  return byIndex.map((_, i) => {
    const middle = ((i + 0.5) * duration) / segments
    while (index + 1 < times.length && times[index + 1]! <= middle) index++
    return index
  })
}

/**
 * N preprocessed frames of a file, one from the middle of each segment; the same answer every time on every machine.
 *
 * @throws ActscopeError as `openVideo`; `input-invalid`
 */
export function sampleSegments(path: string, options: SegmentOptions): Promise<SampledClip> {
  segmentIndices(1, options.segments)
  return sampleFrames(path, (times) => segmentIndicesByTime(times, options.segments), options)
}

function invalid(what: string, value: number): ActscopeError {
  return new ActscopeError('input-invalid', `Segment sampling: ${what} is ${value}; it must be a whole number from 1.`)
}
