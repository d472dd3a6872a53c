import { ShellError } from '../shell/values.ts'
import { Refused } from '../recognizer/refused.ts'
import { texts } from '../texts.ts'
import type { Fault } from './state.ts'

/** Whatever was thrown, as something that can be shown. */
export function faultOf(error: unknown): Fault {
  if (error instanceof ShellError) return error.fault
  if (error instanceof Refused) return error.error
  const what = error instanceof Error ? error.message : String(error)
  return { code: 'internal', message: texts.internal.message(what), hint: texts.internal.hint }
}
