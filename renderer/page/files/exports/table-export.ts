/** The table of all files, as CSV and as JSON. */
import { csvRow } from '../../../../native-models/exports/csv.ts'
import type { Column, FileRow } from '../file-row.ts'

const columns = [
  'name',
  'duration',
  'label',
  'score',
  'second',
  'secondScore',
  'events',
  'damage',
  'state',
] as const satisfies readonly Column[]

export function rowsToCsv(rows: readonly FileRow[]): string {
  const cells = rows.map((row) => columns.map((column) => rounded(row[column]) ?? ''))
  return [[...columns], ...cells].map((row) => csvRow(row)).join('')
}

export function rowsToJson(rows: readonly FileRow[]): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map((column) => [column, rounded(row[column]) ?? null])))
  return `${JSON.stringify({ files: objects }, undefined, 2)}\n`
}

/** Seconds and scores to four digits. */
function rounded(value: string | number | undefined): string | number | undefined {
  return typeof value === 'number' ? Math.round(value * 10_000) / 10_000 : value
}
