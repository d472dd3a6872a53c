import { basename } from 'node:path'
import { ActscopeError } from '../errors.ts'
import { oneLine } from '../text.ts'
import type { WireError } from '../protocol.ts'

/** Not a fault: someone asked for it, or asked for something else since. */
export class Cancelled extends Error {
  constructor(why = 'It was cancelled.') {
    super(why)
    this.name = 'Cancelled'
  }
}

/**
 * An error as it crosses the port. Of the paths in `hidden` only the last part is told: the other side may be a browser,
 * which has no business with the folders of this disk.
 */
export function wireError(error: unknown, hidden: ReadonlySet<string> = new Set()): WireError {
  const shown = (text: string): string =>
    oneLine([...hidden].reduce((rest, path) => rest.replaceAll(path, basename(path)), text))
  if (error instanceof Cancelled) return { code: 'cancelled', message: error.message }
  if (error instanceof ActscopeError) {
    const { code, message, hint } = error
    return { code, message: shown(message), ...(hint !== undefined && { hint: shown(hint) }) }
  }
  const what = error instanceof Error ? error.message : String(error)
  return {
    code: 'internal',
    message: `Something failed that should not have: ${shown(what)}`,
    hint: 'Please report it.',
  }
}
