import type { RecognitionEvent } from '../recognition/online/events.ts'
import { exportedEvents } from './json.ts'

/**
 * Events as CSV (RFC 4180: CRLF, cells with commas, quotes or line breaks in quotes, quotes doubled), with a header line.
 */
export function eventsToCsv(events: readonly RecognitionEvent[]): string {
  const rows = exportedEvents(events).map(({ label, start, end, score, peak }) => [label, start, end, score, peak])
  return [['label', 'start', 'end', 'score', 'peak'], ...rows].map((row) => csvRow(row)).join('')
}

/**
 * One line of CSV. Texts may come from a file of somebody else; one that a spreadsheet would run as a formula gets an
 * apostrophe before it (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => (typeof cell === 'number' ? String(cell) : text(cell))).join(',')}\r\n`
}

function text(value: string): string {
  const inert = /^\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
