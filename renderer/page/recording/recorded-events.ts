/** The events of a recording, in its own time. Knows no page. */
import { texts } from '../../texts.ts'
import type { EventList, KeptEvent } from '../events/event-formats.ts'
import type { RecordingClock } from './recording-clock.ts'

/** Shorter than this (s) is a rest that was cut off, and no event. */
const shortest = 0.02

interface Recorded {
  readonly clock: RecordingClock
  /** When it began and ended: seconds of the page's clock, and (`origin`) ms since 1970. */
  readonly began: number
  readonly ended: number
  readonly origin: number
}

/** Those that ended meanwhile, and those that were open at its end: cut to it, in order. */
export function recordedEvents(
  events: readonly KeptEvent[],
  { clock, began, ended, origin }: Recorded,
  titles: EventList['titles'],
): EventList {
  const cut = events.flatMap((event) => {
    const [start, end] = [Math.max(event.start, began), Math.min(event.end, ended)]
    if (end <= start || clock.at(end) - clock.at(start) < shortest) return []
    return [{ ...event, start: clock.at(start), end: clock.at(end), at: origin + (start - began) * 1000 }]
  })
  return { events: cut.toSorted((a, b) => a.start - b.start), origin, note: texts.live.log.recordingNote, titles }
}
