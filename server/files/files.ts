/**
 * The files that pages may have: those of the command line, for everyone, and what each page has uploaded, for itself.
 * They are known by ids that cannot be guessed, and by nothing else. What a page has uploaded is deleted when it has been
 * gone for a while, and with the server.
 */
import { chmodSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { ActscopeError } from '../../native-models/errors.ts'
import { randomSecret } from '../access.ts'
import { Refusal } from '../http/answer.ts'
import { safeName } from './names.ts'
import { receiveBody, type UploadLimits } from './receive.ts'

/** A file of the command line, as pages are told of it. */
export interface ListedFile {
  readonly id: string
  readonly name: string
  readonly bytes: number
}

/** A page, as long as it is there. */
interface Client {
  readonly uploads: Map<string, string>
  /** Connections and uploads under way. */
  holds: number
  /** Runs while there are none. */
  farewell: NodeJS.Timeout | undefined
}

/** Pages at a time, counting those that went less than `grace` ago. */
const clientLimit = 64

export class Files {
  /** Ended with the process in any case: see `dispose`. */
  readonly folder: string
  readonly #limits: UploadLimits
  readonly #grace: number
  readonly #listed = new Map<string, string>()
  readonly #clients = new Map<string, Client>()
  #uploads = 0

  /** `grace`: milliseconds. Throws an ActscopeError if one of `paths` is no file. */
  constructor(paths: readonly string[], limits: UploadLimits, grace: number) {
    for (const path of paths) this.#listed.set(randomSecret(), checkedFile(path))
    this.#limits = limits
    this.#grace = grace
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'actscope-uploads-')))
    chmodSync(this.folder, 0o700)
  }

  list(): ListedFile[] {
    return [...this.#listed].flatMap(([id, path]) => {
      const bytes = statSync(path, { throwIfNoEntry: false })?.size
      return bytes === undefined ? [] : [{ id, name: basename(path), bytes }]
    })
  }

  /** What a page may have the recognizer open. */
  pathFor(client: string, id: string): string | undefined {
    return this.#listed.get(id) ?? this.#clients.get(client)?.uploads.get(id)
  }

  /** The id alone is the permission to look at a file: a <video> cannot send anything else. */
  pathOf(id: string): string | undefined {
    const uploads = [...this.#clients.values()].map((client) => client.uploads.get(id))
    return this.#listed.get(id) ?? uploads.find((path) => path !== undefined)
  }

  /** The page is there until the function that is returned is called. Throws a Refusal if there are too many. */
  hold(id: string): () => void {
    const client = this.#clients.get(id) ?? this.#welcome(id)
    clearTimeout(client.farewell)
    client.holds++
    let held = true
    return () => {
      if (!held) return
      held = false
      client.holds--
      if (client.holds > 0 || this.#clients.get(id) !== client) return
      client.farewell = setTimeout(() => void this.#forget(id), this.#grace)
      client.farewell.unref()
    }
  }

  /** Writes the body of a request, and gives its id. Throws a Refusal. */
  async receive(client: string, name: string, request: IncomingMessage): Promise<string> {
    const release = this.hold(client)
    try {
      const { uploads } = this.#clients.get(client)!
      const { files } = this.#limits
      if (uploads.size >= files)
        throw new Refusal(429, { code: 'too-many-files', message: `There are ${files} uploads already.` })
      // A folder of its own, so that what the recognizer says of the file names it as the user does.
      const folder = join(this.folder, String(++this.#uploads))
      await mkdir(folder, { mode: 0o700 })
      const path = join(folder, safeName(name))
      try {
        await receiveBody(request, path, this.#limits)
      } catch (error) {
        await remove(folder)
        throw error
      }
      const id = randomSecret()
      uploads.set(id, path)
      return id
    } finally {
      release()
    }
  }

  /** False if the page has no such upload. */
  async delete(client: string, id: string): Promise<boolean> {
    const uploads = this.#clients.get(client)?.uploads
    const path = uploads?.get(id)
    if (uploads === undefined || path === undefined) return false
    uploads.delete(id)
    await remove(dirname(path))
    return true
  }

  /** At once, so that it can be done as the process ends. */
  dispose(): void {
    for (const { farewell } of this.#clients.values()) clearTimeout(farewell)
    this.#clients.clear()
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 })
  }

  #welcome(id: string): Client {
    if (this.#clients.size >= clientLimit)
      throw new Refusal(503, { code: 'unreachable', message: 'Too many windows use this server.' })
    const client: Client = { uploads: new Map(), holds: 0, farewell: undefined }
    this.#clients.set(id, client)
    return client
  }

  async #forget(id: string): Promise<void> {
    const uploads = this.#clients.get(id)?.uploads ?? new Map<string, string>()
    this.#clients.delete(id)
    for (const path of uploads.values()) await remove(dirname(path))
  }
}

/** What is left (a file that is still read, on Windows) goes with the folder of all. */
const remove = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)

function checkedFile(path: string): string {
  const full = resolve(path)
  const stat = statSync(full, { throwIfNoEntry: false })
  if (stat === undefined) throw new ActscopeError('video-missing', `${path}: there is no such file`)
  if (!stat.isFile())
    throw new ActscopeError('video-missing', `${path} is no file`, { hint: 'Name the videos themselves.' })
  return full
}
