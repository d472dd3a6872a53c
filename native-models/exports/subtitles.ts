import { oneLine } from '../text.ts'
import type { RecognitionEvent } from '../recognition/online/events.ts'

/** Events as WebVTT (https://www.w3.org/TR/webvtt1/), one cue for each, the label as its text. */
export function eventsToWebVtt(events: readonly RecognitionEvent[]): string {
  const cues = events.map((event) => {
    const text = cueText(event.label).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    return `${cueTimes(event, '.')}\n${text}\n`
  })
  return ['WEBVTT\n', ...cues].join('\n')
}

/**
 * Events as SubRip. The format has no escapes, and players take <...> for markup and "-->" for a time line:
 * angle brackets become the quotation marks that look like them.
 */
export function eventsToSrt(events: readonly RecognitionEvent[]): string {
  const cues = events.map((event, i) => {
    const text = cueText(event.label).replaceAll('<', '\u2039').replaceAll('>', '\u203a')
    return `${i + 1}\n${cueTimes(event, ',')}\n${text}\n`
  })
  return cues.join('\n')
}

/** "00:00:01.000 --> 00:00:02.500"; a cue must last, so one that does not is given a millisecond. */
function cueTimes({ start, end }: RecognitionEvent, point: '.' | ','): string {
  const from = Math.max(0, Math.round(start * 1000))
  const until = Math.max(from + 1, Math.round(end * 1000))
  return `${timeStamp(from, point)} --> ${timeStamp(until, point)}`
}

function timeStamp(ms: number, point: string): string {
  const [hours, minutes, seconds] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1000) % 60].map((part) =>
    String(Math.floor(part)).padStart(2, '0'),
  )
  return `${hours!}:${minutes!}:${seconds!}${point}${String(ms % 1000).padStart(3, '0')}`
}

/** An empty line would end a cue. */
const cueText = (label: string): string => oneLine(label) || '-'
