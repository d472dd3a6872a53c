/**
 * FFmpeg's libraries, as node-av binds them. Everything in this room that touches FFmpeg gets it from here, so that
 * the log is silent before the first call. Only `node-av/lib` and `node-av/constants` are used: `node-av/api` would need
 * `Promise.withResolvers`, which Node 20 lacks.
 */
import { AV_LOG_QUIET, AV_NOPTS_VALUE } from 'node-av/constants'
import { FFmpegError, Log, PosixError } from 'node-av/lib'

// FFmpeg writes its own lines to stderr otherwise; what a user must know is in our errors.
Log.setLevel(AV_LOG_QUIET)

export * from 'node-av/lib'
export * as av from 'node-av/constants'

/** "Try again": its number differs between operating systems. */
export const tryAgain: number = FFmpegError.AVERROR(PosixError.EAGAIN)

/** FFmpeg's own words for a return code, for the `cause` of an error. */
export function describeCode(code: number): Error {
  return new Error(`FFmpeg: ${FFmpegError.strerror(code)} (${code})`)
}

/** A fraction as a number, or undefined for FFmpeg's "not known" (0/0, 0/1, n/0). */
export function positiveRatio(ratio: { readonly num: number; readonly den: number }): number | undefined {
  return ratio.num > 0 && ratio.den > 0 ? ratio.num / ratio.den : undefined
}

/** A time stamp in ticks as seconds, or undefined where FFmpeg has none. */
export function seconds(ticks: bigint, timeBase: { readonly num: number; readonly den: number }): number | undefined {
  if (ticks === AV_NOPTS_VALUE || timeBase.den <= 0) return undefined
  return (Number(ticks) * timeBase.num) / timeBase.den
}
