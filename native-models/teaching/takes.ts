import { ActscopeError } from '../errors.ts'
import type { Manifest } from '../models/manifest.ts'
import { RateSampler } from '../recognition/online/frame-rate.ts'
import { onlineDefaults } from '../recognition/online/online-recognizer.ts'
import { OnlineBuffer } from '../recognition/online/buffer.ts'
import type { OnlineMemory } from '../recognition/online/memory.ts'
import { SlidingWindow } from '../recognition/online/sliding-window.ts'
import { segmentIndicesByTime } from '../video/segments.ts'
import { preprocess, type Preprocessing } from '../video/preprocess.ts'
import { openVideo } from '../video/video.ts'

/** A frame of a take: when (seconds, increasing), and preprocessed RGB bytes, size x size x 3. */
export interface TakeFrame {
  readonly time: number
  readonly rgb: Uint8Array
}

/** One recording of one action. */
export interface Take {
  /** What it is called: a number, or the path of its file. */
  readonly id: string
  readonly frames: readonly TakeFrame[]
}

/** Shorter ones (seconds) are a slip of the finger. */
export const shortestTake = 0.5
/** Of longer ones the first so many seconds are taken. */
export const longestTake = 60

/** A window: the frames of one clip, as indices into the take's, and whether it is the whole take by segments. */
export interface Window {
  readonly whole: boolean
  readonly frames: readonly number[]
}

/** At most so many windows are taken of a take, evenly spread: neighbours are nearly the same. */
export const mostWindows = 8

/**
 * The clips that the online memory would give of a take, and the whole take as a file is looked at.
 *
 * @throws ActscopeError `input-invalid` for a take that is too short
 */
export function windowsOf(
  times: readonly number[],
  { rate, sampling }: Pick<Manifest, 'rate' | 'sampling'>,
  N: number,
  name: string,
): readonly Window[] {
  const seconds = times.length < 2 ? 0 : (times.at(-1)! - times[0]!) * (times.length / (times.length - 1))
  if (seconds < shortestTake) {
    throw new ActscopeError('input-invalid', `${name} is too short: ${times.length} frames, ${seconds.toFixed(1)} s`, {
      hint: `Record at least ${shortestTake} s; 2 to 5 s are best.`,
    })
  }
  const memory: OnlineMemory<number> =
    sampling.kind === 'clip'
      ? new SlidingWindow(N, onlineDefaults.passesPerBlock)
      : new OnlineBuffer(N, onlineDefaults.passesPerBlock)
  const sampler = new RateSampler(rate)
  const online: Window[] = []
  times.forEach((time, i) => {
    if (!sampler.keep(time)) return
    const clip = memory.next() === 'skip' ? memory.skip() : memory.keep(i, time)
    if (clip !== undefined) online.push({ whole: false, frames: clip.frames.map(({ item }) => item) })
  })
  const from = times[0]!
  const segments = segmentIndicesByTime(
    times.map((time) => time - from),
    N,
  )
  return [{ whole: true, frames: segments }, ...thinned(online, mostWindows)]
}

/** At most `most` of them, evenly spread, both ends included. */
function thinned<T>(values: readonly T[], most: number): readonly T[] {
  if (values.length <= most) return values
  return Array.from({ length: most }, (_, i) => values[Math.round((i * (values.length - 1)) / (most - 1))]!)
}

/**
 * A clip as a take: of its frames those that one of its windows needs, and no others.
 *
 * @throws ActscopeError as `openVideo` for an unreadable clip; `input-invalid` for one that is too short
 */
export async function takeFromFile(
  path: string,
  manifest: Pick<Manifest, 'rate' | 'sampling'>,
  N: number,
  crop: Preprocessing,
  signal?: AbortSignal,
): Promise<Take & { readonly windows: readonly Window[] }> {
  const video = await openVideo(path)
  const times: number[] = []
  for await (const time of video.times({ ...(signal && { signal }) })) {
    if (time <= longestTake) times.push(time)
  }
  const windows = windowsOf(times, manifest, N, path)
  const needed = new Set(windows.flatMap(({ frames }) => frames))
  const position = new Map<number, number>()
  const frames: TakeFrame[] = []
  for await (const frame of video.frames({ keep: (index) => needed.has(index), ...(signal && { signal }) })) {
    position.set(frame.index, frames.length)
    frames.push({ time: frame.time, rgb: preprocess(frame, crop) })
    if (frames.length === needed.size) break
  }
  const moved = windows.map(({ whole, frames: of }) => ({ whole, frames: of.map((i) => position.get(i)!) }))
  return { id: path, frames, windows: moved }
}

/** The picture in a mirror: size x size x 3. */
export function mirrored(rgb: Uint8Array, size: number): Uint8Array {
  const other = new Uint8Array(rgb.length)
  for (let i = 0; i < rgb.length; i += 3) {
    const pixel = i / 3
    const column = pixel % size
    const to = (pixel - column + (size - 1 - column)) * 3
    for (let c = 0; c < 3; c++) other[to + c] = rgb[i + c]!
  }
  return other
}
