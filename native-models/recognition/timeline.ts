import { preprocess } from '../video/preprocess.ts'
import { openVideo } from '../video/video.ts'
import type { RecognitionEvent } from './online/events.ts'
import { OnlineRecognizer, type OnlineOptions, type OnlinePass } from './online/online-recognizer.ts'
import type { Recognizer } from './recognizer.ts'

export interface TimelineOptions extends OnlineOptions {
  readonly signal?: AbortSignal
  /** Called after each pass: seconds of the file that are done. Passes are not kept: a film of hours has tens of thousands. */
  readonly onProgress?: (seconds: number, pass: OnlinePass) => void
}

/** What the online recognizer says of a file from its beginning to its end. */
export interface Timeline {
  readonly events: readonly RecognitionEvent[]
  /** The file is shorter than one block of N frames: there was no pass, and nothing can be said. */
  readonly tooShort: boolean
}

/**
 * Runs the online recognizer over a file, every frame by its time stamp; the same answer on every machine.
 *
 * @throws ActscopeError as `openVideo`; `engine-failed`
 */
export async function recognizeTimeline(
  recognizer: Recognizer,
  path: string,
  options: TimelineOptions = {},
): Promise<Timeline> {
  const { manifest, network } = recognizer
  const { signal, onProgress } = options
  const online = new OnlineRecognizer(recognizer, options)
  const crop = { shortSide: manifest.preprocessing.shortSide, size: network.options.size }
  const events: RecognitionEvent[] = []
  let tooShort = true
  const video = await openVideo(path)
  for await (const frame of video.frames({ keep: (_, time) => online.wants(time), ...(signal && { signal }) })) {
    const pass = await online.offer(frame.time, () => preprocess(frame, crop))
    if (pass === undefined) continue
    tooShort = false
    if (pass.closed !== undefined) events.push(pass.closed)
    onProgress?.(pass.until, pass)
  }
  const last = online.flush()
  if (last !== undefined) events.push(last)
  return { events, tooShort }
}
