/** What the server answers over HTTP, read as something that anyone could have sent. */
import { ShellError, type ShellErrorCode } from '../values.ts'

const codes = [
  'disk-full',
  'no-permission',
  'file-missing',
  'file-too-large',
  'too-many-files',
  'not-a-video',
  'unreachable',
  'cancelled',
  'shell-failed',
] as const satisfies readonly ShellErrorCode[]

export const cancelled = (): ShellError => new ShellError({ code: 'cancelled', message: 'It was cancelled.' })

export const unreachable = (): ShellError =>
  new ShellError({
    code: 'unreachable',
    message: 'The server cannot be reached, or it broke off.',
    hint: 'Check that it still runs, and that the file has not changed since it was opened.',
  })

/** Why the server did not do it. */
export function refusalIn(status: number, text: string): ShellError {
  const { fault } = fieldsOf(parsed(text))
  const { code, message, hint } = fieldsOf(fault)
  const known = codes.find((one) => one === code)
  if (known === undefined || typeof message !== 'string')
    return new ShellError({ code: 'shell-failed', message: `The server answered with ${status}.` })
  return new ShellError({ code: known, message, ...(typeof hint === 'string' && { hint }) })
}

/** @throws ShellError */
export function uploadIn(text: string): string {
  const { id } = fieldsOf(parsed(text))
  if (!isId(id)) throw notUnderstood()
  return id
}

export interface Listing {
  readonly files: readonly { readonly id: string; readonly name: string; readonly bytes: number }[]
  /** Bytes that an upload may have. */
  readonly largest: number
}

/** @throws ShellError */
export function listingIn(text: string): Listing {
  const { files, largest } = fieldsOf(parsed(text))
  if (!Array.isArray(files) || typeof largest !== 'number') throw notUnderstood()
  return {
    largest,
    files: files.map((file: unknown) => {
      const { id, name, bytes } = fieldsOf(file)
      if (!isId(id) || typeof name !== 'string' || typeof bytes !== 'number') throw notUnderstood()
      return { id, name, bytes }
    }),
  }
}

/** It becomes a part of an address. */
const isId = (id: unknown): id is string => typeof id === 'string' && /^[\w-]{1,100}$/.test(id)

const notUnderstood = (): ShellError =>
  new ShellError({ code: 'shell-failed', message: 'The server gave an answer that is not understood.' })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const fieldsOf = (value: unknown): Readonly<Partial<Record<string, unknown>>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
