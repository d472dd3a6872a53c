import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { mkdir, open, rename, rm, statfs, writeFile, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ActscopeError } from '../../errors.ts'
import { outputFailed } from '../../disk/atomic-write.ts'
import { largestFile } from '../../disk/regular-file.ts'
import { ask, type Answer, type AskOptions } from './ask.ts'

export interface FetchOptions extends AskOptions {
  /** Bytes that are there, and how many there will be, if the server says so. */
  readonly onProgress?: ((done: number, total: number | undefined) => void) | undefined
  /** Bytes that the disk has left; tests tell another number. */
  readonly freeBytes?: ((folder: string) => Promise<number>) | undefined
}

/** What makes sure that the rest that is fetched later belongs to what is there already. */
interface PartNote {
  readonly url: string
  readonly validator: string
}

/**
 * Fetches a file to `path`. What was fetched before it was stopped (by the signal, a lost connection, a full disk) stays
 * beside it as `path.part`, and the next call goes on there, if the server says that its file is still the same. At
 * `path` there is nothing, or the whole file with the right hash.
 *
 * @param sha256 hex digits of the hash, or its first ones
 * @throws ActscopeError `download-failed`, `hash-mismatch`, `output-failed`; or the signal's reason
 */
export async function fetchFile(url: string, path: string, sha256: string, options: FetchOptions): Promise<void> {
  if (existsSync(path) && (await hashOf(path)).startsWith(sha256)) return
  const part = `${path}.part`
  try {
    await mkdir(dirname(path), { recursive: true })
  } catch (error) {
    throw outputFailed(path, error)
  }
  await fetchPart(url, part, options)
  const hash = await hashOf(part)
  if (!hash.startsWith(sha256)) {
    await forget(part)
    throw new ActscopeError(
      'hash-mismatch',
      `${url} gave another file than the one that is known: its sha256 is ${hash}`,
      {
        hint: 'It was not kept. Try again later, or tell the makers of Actscope.',
      },
    )
  }
  try {
    await rename(part, path)
    await rm(noteOf(part), { force: true })
  } catch (error) {
    throw outputFailed(path, error)
  }
}

async function fetchPart(url: string, part: string, options: FetchOptions): Promise<void> {
  const { signal, onProgress, freeBytes = freeBytesOf } = options
  const begun = begunAt(url, part)
  const answer = await ask(url, begun, options)
  const from = answer.from
  const total = answer.length === undefined ? undefined : from + answer.length
  if ((total ?? 0) > largestFile) throw failed(url, `it is ${String(total)} bytes long, which no file of weights is`)
  if (answer.length !== undefined && answer.length > (await freeBytes(dirname(part)))) {
    await answer.stop()
    throw outputFailed(part, Object.assign(new Error('too little room'), { code: 'ENOSPC' }))
  }
  let done = from
  const file = await opened(part, from)
  try {
    await note(part, url, answer)
    onProgress?.(done, total)
    for await (const chunk of answer.chunks) {
      signal?.throwIfAborted()
      await write(file, chunk, done, part)
      done += chunk.length
      if (done > largestFile) throw failed(url, 'it does not end')
      onProgress?.(done, total)
    }
  } catch (error) {
    await answer.stop()
    signal?.throwIfAborted()
    throw error instanceof ActscopeError ? error : failed(url, 'the connection was lost', error)
  } finally {
    await file.close()
  }
  if (total !== undefined && done !== total) throw failed(url, `it ended after ${done} of ${total} bytes`)
}

async function opened(part: string, from: number): Promise<FileHandle> {
  try {
    const file = await open(part, from === 0 ? 'w' : 'r+')
    await file.truncate(from)
    return file
  } catch (error) {
    throw outputFailed(part, error)
  }
}

async function write(file: FileHandle, chunk: Uint8Array, position: number, part: string): Promise<void> {
  try {
    for (let at = 0; at < chunk.length;)
      at += (await file.write(chunk, at, chunk.length - at, position + at)).bytesWritten
  } catch (error) {
    throw outputFailed(part, error)
  }
}

const noteOf = (part: string): string => `${part}.json`

async function note(part: string, url: string, { validator }: Answer): Promise<void> {
  // Without a word by which the server knows its file again, the rest cannot be asked for.
  if (validator === undefined) await rm(noteOf(part), { force: true })
  else await writeFile(noteOf(part), JSON.stringify({ url, validator } satisfies PartNote))
}

/** What is there already of this address, if its rest can be asked for. */
function begunAt(url: string, part: string): { readonly bytes: number; readonly validator: string } | undefined {
  try {
    const { url: of, validator } = JSON.parse(readFileSync(noteOf(part), 'utf8')) as Partial<PartNote>
    const { size } = statSync(part)
    return of === url && typeof validator === 'string' && size > 0 ? { bytes: size, validator } : undefined
  } catch {
    return undefined
  }
}

async function forget(part: string): Promise<void> {
  await Promise.all([rm(part, { force: true }), rm(noteOf(part), { force: true })])
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

const failed = (url: string, what: string, cause?: unknown): ActscopeError =>
  new ActscopeError('download-failed', `${url}: ${what}`, {
    hint: 'Try again: it goes on where it stopped.',
    cause,
  })
