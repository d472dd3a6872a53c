import { describeCode } from '../../native-models/video/libav.ts'

/** Throws what FFmpeg says of a return code that is an error. */
export function check(code: number): void {
  if (code < 0) throw describeCode(code)
}
