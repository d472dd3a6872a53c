import { bySource } from './metrics.ts'
import { rateOf, type Rate } from './rate.ts'

/** What was on screen while one clip of a stream was seen, counted in frames at the variant's rate. */
export interface PlayedClip {
  readonly source: string
  readonly frames: number
  /** Frames at which the shown label is the clip's own, and another one. */
  readonly right: number
  readonly wrong: number
  /** Seconds from the clip's beginning until its label was shown, if it ever was. */
  readonly delay: number | undefined
}

export interface StreamMetrics {
  readonly clips: number
  /** Shares of the time that the shown label is right, is wrong, and is none. */
  readonly right: number
  readonly wrong: number
  readonly none: number
  /** Clips that got their label at some moment. */
  readonly found: number
  /**
   * The same with its interval. The shares of the time have none: frames that follow one another are not independent, and an
   * interval that took them so would be far too narrow.
   */
  readonly foundRate: Rate
  /** Of those that got it: seconds from the clip's beginning until its label is shown, the median. */
  readonly delay: number
}

export interface BySource {
  readonly sources: Readonly<Record<string, StreamMetrics>>
}

export function streamMetrics(played: readonly PlayedClip[]): StreamMetrics & BySource {
  return { ...ofClips(played), sources: bySource(played, ofClips) }
}

function ofClips(played: readonly PlayedClip[]): StreamMetrics {
  const sum = (of: (clip: PlayedClip) => number): number => played.reduce((total, clip) => total + of(clip), 0)
  const frames = Math.max(
    1,
    sum((clip) => clip.frames),
  )
  const [right, wrong] = [sum((clip) => clip.right), sum((clip) => clip.wrong)]
  const delays = played.flatMap(({ delay }) => (delay === undefined ? [] : [delay])).toSorted((a, b) => a - b)
  return {
    clips: played.length,
    right: right / frames,
    wrong: wrong / frames,
    none: 1 - (right + wrong) / frames,
    found: delays.length,
    foundRate: rateOf(delays.length, played.length),
    delay: delays[delays.length >> 1] ?? 0,
  }
}
