/** Events as files. Knows no page. */
import { csvRow } from '../../../native-models/exports/csv.ts'
import { exportedEvents } from '../../../native-models/exports/json.ts'
import { eventsToSrt, eventsToWebVtt } from '../../../native-models/exports/subtitles.ts'
import type { TimedEvent } from '../../../native-models/protocol.ts'
import { texts } from '../../texts.ts'
import { clockTime, percent } from '../../number-texts.ts'

export type LogFormat = 'json' | 'csv' | 'vtt' | 'srt'

/** An event with the variant that saw it, and when by the clock on the wall (ms since 1970). */
export interface KeptEvent extends TimedEvent {
  readonly variant: string
  readonly at: number
}

export interface EventList {
  /** In order of their beginning; `start` and `end` are seconds from `origin` on. */
  readonly events: readonly KeptEvent[]
  /** ms since 1970 */
  readonly origin: number
  /** What the times mean. */
  readonly note: string
  /** Titles of variants, by id. */
  readonly titles: ReadonlyMap<string, string>
}

/** The log's clock is the page's; what leaves it counts from the beginning of the oldest event. */
export function logEvents(log: readonly KeptEvent[], titles: EventList['titles']): EventList {
  const sorted = log.toSorted((a, b) => a.start - b.start)
  const first = sorted[0]
  const zero = first?.start ?? 0
  return {
    events: sorted.map((event) => ({ ...event, start: event.start - zero, end: event.end - zero })),
    origin: first?.at ?? 0,
    note: texts.live.log.timeNote,
    titles,
  }
}

export function written(list: EventList, format: LogFormat): string {
  switch (format) {
    case 'json':
      return asJson(list)
    case 'csv':
      return asCsv(list)
    case 'vtt':
      return eventsToWebVtt(named(list))
    case 'srt':
      return eventsToSrt(named(list))
  }
}

/** For a spreadsheet: what the log on screen shows, with tabs. */
export function asTable({ events, titles }: EventList): string {
  const { time, label, duration, score, variant } = texts.live.log.columns
  const rows = events.map((event) => [
    clockTime(event.at),
    event.label,
    (event.end - event.start).toFixed(1),
    percent(event.score),
    titles.get(event.variant) ?? event.variant,
  ])
  return [[time, label, `${duration} (s)`, score, variant], ...rows]
    .map((cells) => cells.map((cell) => inert(cell.replace(/\s+/g, ' '))).join('\t') + '\n')
    .join('')
}

function asJson({ events, origin, note, titles }: EventList): string {
  const content = {
    origin: new Date(origin).toISOString(),
    times: note,
    variants: [...new Set(events.map(({ variant }) => variant))].map((id) => ({ id, title: titles.get(id) ?? id })),
    events: exportedEvents(events).map((event, i) => ({ ...event, variant: events[i]!.variant })),
  }
  return `${JSON.stringify(content, undefined, 2)}\n`
}

/** The columns of every CSV of Actscope, and after them when it was, and who saw it. */
function asCsv({ events }: EventList): string {
  const rows = exportedEvents(events).map(({ label, start, end, score, peak }, i) => {
    const { at, variant } = events[i]!
    return [label, start, end, score, peak, new Date(at).toISOString(), variant]
  })
  return [['label', 'start', 'end', 'score', 'peak', 'time', 'variant'], ...rows].map((row) => csvRow(row)).join('')
}

/** Subtitles have no columns: where two variants speak, each label says whose it is. */
function named({ events, titles }: EventList): readonly TimedEvent[] {
  const several = new Set(events.map(({ variant }) => variant)).size > 1
  if (!several) return events
  return events.map((event) => ({ ...event, label: `${titles.get(event.variant) ?? event.variant}: ${event.label}` }))
}

/** A label comes from a model of somebody else; a spreadsheet would run it as a formula (see csvRow). */
const inert = (cell: string): string => (/^[=+\-@]/.test(cell) ? `'${cell}` : cell)
