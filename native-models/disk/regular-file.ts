import { lstatSync, type Stats } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { ActscopeError, type ErrorCode } from '../errors.ts'

/** The most that a protobuf message, and a file that Node reads at once, can hold. */
export const largestFile = 2 ** 31 - 1

/** The bytes of a file that is nothing else than a file. Throws as {@link insistOnRegularFile}. */
export async function readRegularFile(path: string, code: ErrorCode, limit: number = largestFile): Promise<Uint8Array> {
  insistOnRegularFile(path, code, limit)
  try {
    const bytes = await readFile(path)
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  } catch (cause) {
    throw new ActscopeError(code, `${path} cannot be read`, { hint: 'Check its permissions.', cause })
  }
}

/**
 * Refuses a path that is a link (it would lead out of a folder that was checked), a device or a pipe (it may never end), or
 * longer than `limit` bytes. Throws `code`, naming the path.
 */
export function insistOnRegularFile(path: string, code: ErrorCode, limit: number = largestFile): Stats {
  const refuse = (what: string, hint: string, cause?: unknown): ActscopeError =>
    new ActscopeError(code, `${path} ${what}`, { hint, cause })
  let found: Stats
  try {
    found = lstatSync(path)
  } catch (cause) {
    throw refuse('cannot be read: there is no such file, or it may not be looked at', 'Check the path.', cause)
  }
  if (found.isSymbolicLink()) throw refuse('is a link, which is not followed', 'Name, or copy, the file itself.')
  if (!found.isFile()) throw refuse('is not a file', 'Name a file.')
  if (found.size > limit) {
    throw refuse(`has ${found.size} bytes; at most ${limit} are read`, 'Choose a smaller file.')
  }
  return found
}
