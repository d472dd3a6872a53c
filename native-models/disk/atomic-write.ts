import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ActscopeError } from '../errors.ts'

/**
 * Writes a file so that at every moment `path` is either what it was or complete: into a temporary file of the same
 * folder, flushed to the disk, then renamed over `path`. A failure leaves nothing behind and throws `output-failed`.
 */
export async function writeFileAtomically(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = join(dirname(path), `.actscope-${randomBytes(6).toString('hex')}.tmp`)
  try {
    const file = await open(temporary, 'wx')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw outputFailed(path, cause)
  }
  await syncFolder(dirname(path))
}

/** Makes the rename itself survive a power cut, where the system knows how (Windows opens no folder). */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}

/** `output-failed` for `path`, with the reason that the system gave. */
export function outputFailed(path: string, cause: unknown): ActscopeError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  return new ActscopeError('output-failed', `${path} could not be written: ${reasons.get(code) ?? code}.`, {
    hint: 'Choose another place to write to, or make room there, and try again.',
    cause,
  })
}

const reasons = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the quota of this user is used up'],
  ['EACCES', 'access is denied'],
  ['EPERM', 'it is not permitted'],
  ['EROFS', 'the disk is read-only'],
  ['ENOENT', 'its folder does not exist'],
  ['EISDIR', 'it is a folder'],
])
