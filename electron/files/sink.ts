import { randomBytes } from 'node:crypto'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fault, faultOf } from '../bridge/faults.ts'
import { numbered } from './saved-names.ts'

/** Bytes that may wait for the disk. A page that writes faster is told so. */
const pendingLimit = 2 ** 28

/**
 * A file that is being written: beside its place, under a name that says that it is not whole, until it is closed. All of
 * it rejects with a ShellError.
 */
export class Sink {
  /** Where it will be, or is. With `replace` false the name may still get a number. */
  path: string
  readonly replace: boolean
  readonly #temporary: string
  readonly #handle: FileHandle
  /** Writes follow one another. */
  #last: Promise<unknown> = Promise.resolve()
  #pending = 0

  private constructor(path: string, replace: boolean, temporary: string, handle: FileHandle) {
    this.path = path
    this.replace = replace
    this.#temporary = temporary
    this.#handle = handle
  }

  /** `replace`: the user agreed to lose what is there; else the name gets a number where it is taken. */
  static async open(path: string, replace: boolean): Promise<Sink> {
    const temporary = join(dirname(path), `${basename(path)}.${randomBytes(3).toString('hex')}.part`)
    try {
      return new Sink(path, replace, temporary, await open(temporary, 'wx'))
    } catch (error) {
      throw asFault(error, path)
    }
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#pending + bytes.byteLength > pendingLimit)
      return Promise.reject(fault('shell-failed', `${basename(this.path)}: the disk is too slow for it.`))
    this.#pending += bytes.byteLength
    const written = this.#last.then(async () => {
      try {
        await this.#handle.appendFile(bytes)
      } catch (error) {
        throw asFault(error, this.path)
      } finally {
        this.#pending -= bytes.byteLength
      }
    })
    this.#last = written.catch(() => undefined)
    return written
  }

  /** The file is whole: flushed, and from now on under its name. */
  async close(): Promise<void> {
    await this.#last
    try {
      await this.#handle.sync()
      await this.#handle.close()
      if (!this.replace) this.path = await freeName(this.path)
      await rename(this.#temporary, this.path)
    } catch (error) {
      await this.#handle.close().catch(() => undefined)
      // A recording stays, under the name that says that it is not whole; what was to be saved can be saved again.
      if (this.replace) await rm(this.#temporary, { force: true }).catch(() => undefined)
      throw asFault(error, this.path)
    }
  }

  /** It is not wanted. */
  async discard(): Promise<void> {
    await this.#last
    await this.#handle.close().catch(() => undefined)
    await rm(this.#temporary, { force: true }).catch(() => undefined)
  }
}

/** The first name that nobody has, taken by an empty file so that nobody gets it in between. */
async function freeName(path: string): Promise<string> {
  for (let count = 1; count <= 10_000; count++) {
    const candidate = join(dirname(path), numbered(basename(path), count))
    try {
      await (await open(candidate, 'wx')).close()
      return candidate
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  throw fault('shell-failed', `${basename(path)} and ten thousand names like it are taken.`)
}

const asFault = (error: unknown, path: string): Error => {
  const { code, message, hint } = faultOf(error, basename(path))
  return fault(code, message, hint)
}
