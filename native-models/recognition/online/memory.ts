import type { PassesPerBlock } from '../../choices.ts'

/** One frame as the memory keeps it. */
export interface Kept<T> {
  /** How many frames arrived before it since the start or {@link OnlineMemory.reset}, kept or not. */
  readonly frame: number
  /** Seconds of the media, or of the camera's clock. */
  readonly time: number
  /** A feature map [C, H, W], or the frame itself. */
  readonly item: T
}

/** What one pass sees. */
export interface Clip<T> {
  /** Counts from 1. */
  readonly pass: number
  /** N frames, oldest first. */
  readonly frames: readonly Kept<T>[]
  /** Index in `frames` from which they are newer than the last pass: 0 for the first pass. */
  readonly newestFrom: number
}

export interface OnlineProgress {
  /** Frames since the last pass, kept or not. "Warming up, 9 of 16" while `passes` is 0. */
  readonly filled: number
  readonly N: number
  readonly passes: number
}

/** Takes frames as they arrive, and gives clips of N. */
export interface OnlineMemory<T> {
  /** Whether the coming frame is one to keep; call `keep` or `skip` for it accordingly. */
  next(): 'keep' | 'skip'
  /** Takes the coming frame at `time` (seconds). Gives the clip if it is time for a pass. */
  keep(item: T, time: number): Clip<T> | undefined
  /** Passes over the coming frame. Gives the clip if it is time for a pass. */
  skip(): Clip<T> | undefined
  readonly progress: OnlineProgress
  /** Fewer passes from now on, where there is a choice; the memory stays. */
  renew(passesPerBlock: PassesPerBlock): void
  /** Forgets everything: another source, or a jump in time. */
  reset(): void
}
