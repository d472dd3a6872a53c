/** Some frames of a file, chosen by the times of all of them. */
import { ActscopeError } from '../errors.ts'
import type { DecodeOptions, VideoEnd } from './decode.ts'
import { preprocess, type Preprocessing } from './preprocess.ts'
import { openVideo, type Video } from './video.ts'

export type SampleOptions = Preprocessing & Pick<DecodeOptions, 'threads' | 'signal'>

export interface SampledFrame {
  readonly index: number
  /** Seconds since the first frame. */
  readonly time: number
  /** Preprocessed: size x size x 3. A frame that was chosen several times has its bytes only once. */
  readonly rgb: Uint8Array
}

export interface SampledClip {
  /** As many as were chosen, in that order; fewer different ones where the video has fewer. */
  readonly frames: readonly SampledFrame[]
  /** What the first pass found: frames in the file, and damage. */
  readonly end: VideoEnd
}

/**
 * Preprocessed frames of a file; the same answer every time on every machine.
 *
 * The file is decoded twice: once for the time stamps alone (no picture is converted), once up to the last chosen
 * frame. Neither the declared length nor the number of packets is trusted, and memory holds the chosen frames, small, and
 * eight bytes for each frame of the file.
 *
 * @param choose gives indices of frames by the times (seconds, from 0, increasing, one at least) of all
 * @throws ActscopeError as `openVideo`
 */
export async function sampleFrames(
  path: string,
  choose: (times: readonly number[]) => readonly number[],
  options: SampleOptions,
): Promise<SampledClip> {
  const video = await openVideo(path)
  const { times, end } = await readAllTimes(video, options)
  const wanted = choose(times)
  const found = new Map<number, SampledFrame>()
  const chosen = new Set(wanted)
  const last = Math.max(...chosen)
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

async function readAllTimes(video: Video, options: SampleOptions): Promise<{ times: number[]; end: VideoEnd }> {
  const times: number[] = []
  let end: VideoEnd = { frames: 0, damage: undefined }
  const { threads, signal } = options
  for await (const time of video.times({ threads, signal, onEnd: (found) => (end = found) })) times.push(time)
  return { times, end }
}
