/** Segment sampling: one frame from the middle of each of N equal parts of a video (Specification, section 5). */
import { ActscopeError } from '../errors.ts'
import type { DecodeOptions, VideoEnd } from './decode.ts'
import { preprocess, type Preprocessing } from './preprocess.ts'
import { openVideo, type Video } from './video.ts'

export interface SegmentOptions extends Preprocessing, Pick<DecodeOptions, 'threads' | 'signal'> {
  /** Number of frames to take, N. */
  readonly segments: number
}

export interface SegmentFrame {
  readonly index: number
  /** Seconds since the first frame. */
  readonly time: number
  /** Preprocessed: size x size x 3. A frame that stands for several segments has its bytes only once. */
  readonly rgb: Uint8Array
}

export interface SegmentClip {
  /** N frames in order; fewer different ones where the video has fewer. */
  readonly frames: readonly SegmentFrame[]
  /** What the first pass found: frames in the file, and damage. */
  readonly end: VideoEnd
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
 * The file is decoded twice: once for the time stamps alone (no picture is converted), once up to the last chosen
 * frame. Neither the declared length nor the number of packets is trusted, and memory holds N small frames and eight
 * bytes for each frame of the file.
 *
 * @throws ActscopeError as `openVideo`; `input-invalid`
 */
export async function sampleSegments(path: string, options: SegmentOptions): Promise<SegmentClip> {
  segmentIndices(1, options.segments)
  const video = await openVideo(path)
  const { times, end } = await readAllTimes(video, options)
  const wanted = segmentIndicesByTime(times, options.segments)
  const found = new Map<number, SegmentFrame>()
  const last = wanted.at(-1)!
  const chosen = new Set(wanted)
  const { threads, signal } = options
  for await (const frame of video.frames({ threads, signal, keep: (index) => chosen.has(index) })) {
    found.set(frame.index, { index: frame.index, time: frame.time, rgb: preprocess(frame, options) })
    if (frame.index === last) break
  }
  const frames = wanted.map((index) => found.get(index))
  if (!frames.every((frame) => frame !== undefined))
    throw new ActscopeError('video-unreadable', `${path}: the file changed while it was read.`, { hint: 'Try again.' })
  return { frames, end }
}

async function readAllTimes(video: Video, options: SegmentOptions): Promise<{ times: number[]; end: VideoEnd }> {
  const times: number[] = []
  let end: VideoEnd = { frames: 0, damage: undefined }
  const { threads, signal } = options
  for await (const time of video.times({ threads, signal, onEnd: (found) => (end = found) })) times.push(time)
  return { times, end }
}

function invalid(what: string, value: number): ActscopeError {
  return new ActscopeError('input-invalid', `Segment sampling: ${what} is ${value}; it must be a whole number from 1.`)
}
