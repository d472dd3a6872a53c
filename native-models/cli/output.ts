import { ActscopeError } from '../errors.ts'
import { oneLine } from '../text.ts'

/** Rows as aligned columns; numbers (second argument: their column indices) to the right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const all = [header, ...rows]
  const widths = header.map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (right.includes(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd()
  return all.map(line).join('\n')
}

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
export const millions = (count: number): string => `${(count / 1e6).toFixed(2)} M`
export const giga = (count: number): string => `${(count / 1e9).toFixed(2)} G`
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, '0')}`

export const toJson = (value: unknown): string => JSON.stringify(value, undefined, 2)

/** An error as one line for people, and a second with the way out. Never a stack trace, unless the fault is ours. */
export function describeError(error: unknown): string {
  if (error instanceof ActscopeError) {
    return `actscope: ${oneLine(error.message)}${error.hint === undefined ? '' : `\n          ${oneLine(error.hint)}`}`
  }
  const what = error instanceof Error ? error.message : String(error)
  return `actscope: something failed that should not have: ${oneLine(what)}\n          Run it again with ACTSCOPE_DEBUG=1 for details, and please report them.`
}
