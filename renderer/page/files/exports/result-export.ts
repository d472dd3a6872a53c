/** What is known of one video, in the formats that files are exported in. */
import { eventsToCsv } from '../../../../native-models/exports/csv.ts'
import { exportedEvents } from '../../../../native-models/exports/json.ts'
import { eventsToSrt, eventsToWebVtt } from '../../../../native-models/exports/subtitles.ts'
import type { VideoInfo } from '../../../../native-models/protocol.ts'
import type { FileResult } from '../../../store/file-result.ts'
import { ranked } from '../../../store/passes.ts'

export const textFormats = ['vtt', 'srt', 'csv', 'json'] as const
export type TextFormat = (typeof textFormats)[number]

export interface Exported {
  readonly name: string
  readonly info: VideoInfo | undefined
  readonly result: FileResult
}

/** `scores`: with P_A of every pass (JSON). */
export function exportText(exported: Exported, format: TextFormat, scores: boolean): string {
  const { events } = exported.result
  switch (format) {
    case 'vtt':
      return eventsToWebVtt(events)
    case 'srt':
      return eventsToSrt(events)
    case 'csv':
      return eventsToCsv(events)
    case 'json':
      return `${JSON.stringify(asJson(exported, scores), undefined, 2)}\n`
  }
}

const topK = 10

function asJson({ name, info, result }: Exported, scores: boolean): object {
  const { labels, hidden, whole, variant, device, settings, damage, tooShort, events, passes } = result
  const named = (_: unknown, index: number): boolean => !hidden.has(index)
  return {
    file: name,
    ...(info !== undefined && {
      video: { width: info.width, height: info.height, duration: info.duration, fps: info.fps, codec: info.codec },
    }),
    ...(damage !== undefined && { damage }),
    variant,
    device,
    settings,
    wholeVideo: ranked(whole, topK, hidden).map((index) => ({ label: labels[index], score: round(whole[index]!, 4) })),
    events: exportedEvents(events),
    ...(tooShort && { tooShort }),
    ...(scores && {
      labels: labels.filter(named),
      passes: passes.list.map(({ from, until, average }) => ({
        from: round(from, 3),
        until: round(until, 3),
        average: Array.from(average, (score) => round(score, 4)).filter(named),
      })),
    }),
  }
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits

/** "clip.avi" as "clip.vtt", or "clip (annotated).mp4". */
export function exportName(name: string, ending: string, note = ''): string {
  return `${name.replace(/\.[^.]*$/, '') || name}${note}.${ending}`
}
