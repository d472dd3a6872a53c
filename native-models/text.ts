/** A file's own words, made fit for one line of a terminal: no control characters, at most 100 characters. */
export function printable(text: string): string {
  const line = text.slice(0, 100).replace(/\p{C}/gu, '\u{fffd}')
  return text.length > 100 ? `${line}...` : line
}

/** Like {@link printable}, for any value of a JSON text; not JSON.stringify, which nests as deep as the value does. */
export function describeJson(value: unknown): string {
  if (typeof value === 'string') return printable(JSON.stringify(value))
  if (typeof value === 'number' || value === null || typeof value === 'boolean') return String(value)
  if (!Array.isArray(value)) return value === undefined ? 'nothing' : 'an object'
  const items = value.slice(0, 8).map((item) => (typeof item === 'number' ? String(item) : typeof item))
  return `[${items.join(',')}${value.length > 8 ? ',...' : ''}]`
}

/** Names out of a file: the first of them, and how many more there are. */
export function some(names: readonly string[], limit = 5): string {
  const shown = names.slice(0, limit).map(printable).join(', ')
  return names.length > limit ? `${shown} and ${names.length - limit} more` : shown
}

/** Words that may run over several lines, on one. */
export const oneLine = (text: string): string => text.replaceAll(/[\s\0]+/g, ' ').trim()
