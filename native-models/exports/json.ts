import type { RecognitionEvent } from '../recognition/online/events.ts'

/** An event as it is written to files: times in seconds to the millisecond, probabilities to four digits. */
export interface ExportedEvent {
  readonly label: string
  readonly start: number
  readonly end: number
  readonly score: number
  readonly peak: number
}

/** Events ready for JSON.stringify, and for the other formats. */
export function exportedEvents(events: readonly RecognitionEvent[]): ExportedEvent[] {
  return events.map(({ label, start, end, score, peak }) => ({
    label,
    start: rounded(start, 1000),
    end: rounded(end, 1000),
    score: rounded(score, 10_000),
    peak: rounded(peak, 10_000),
  }))
}

function rounded(value: number, steps: number): number {
  return Math.round(value * steps) / steps
}
