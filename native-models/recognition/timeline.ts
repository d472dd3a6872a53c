import { preprocess } from '../video/preprocess.ts'
import { openVideo } from '../video/video.ts'
import { EventTracker, type RecognitionEvent } from './online/events.ts'
import { LiveRecognizer, type LiveOptions, type LivePass } from './online/online-recognizer.ts'
import type { Recognizer } from './recognizer.ts'

export interface TimelineOptions extends LiveOptions {
  /** A label is shown from this probability on. */
  readonly threshold?: number
  readonly signal?: AbortSignal
  /** Called after each pass: seconds of the file that are done. Passes are not kept: a film of hours has tens of thousands. */
  readonly onProgress?: (seconds: number, pass: LivePass) => void
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
  const { threshold, signal, onProgress } = options
  const live = new LiveRecognizer(recognizer, options)
  const tracker = new EventTracker(
    manifest.labels.map(({ label }) => label),
    { ...(threshold !== undefined && { threshold }), background: backgroundOf(recognizer) },
  )
  const crop = { shortSide: manifest.preprocessing.shortSide, size: network.options.size }
  const events: RecognitionEvent[] = []
  let tooShort = true
  const video = await openVideo(path)
  for await (const frame of video.frames({ keep: (_, time) => live.wants(time), ...(signal && { signal }) })) {
    const pass = await live.offer(frame.time, () => preprocess(frame, crop))
    if (pass === undefined) continue
    tooShort = false
    const { closed } = tracker.add({ from: pass.from, until: pass.until, probabilities: pass.average })
    if (closed !== undefined) events.push(closed)
    onProgress?.(pass.until, pass)
  }
  const last = tracker.flush()
  if (last !== undefined) events.push(last)
  return { events, tooShort }
}

/** Indices of the labels that mean that nothing of interest happens. */
export function backgroundOf({ manifest }: Recognizer): ReadonlySet<number> {
  return new Set(manifest.labels.flatMap(({ background }, i) => (background ? [i] : [])))
}
