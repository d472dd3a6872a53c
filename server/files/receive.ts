import { createWriteStream } from 'node:fs'
import { rm, statfs } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '../http/answer.ts'

export interface UploadLimits {
  /** Of one file. */
  readonly largest: number
  /** Bytes that are left free on the disk. */
  readonly spare: number
  /** Files that one page may have here at a time. */
  readonly files: number
}

export const uploadLimits: UploadLimits = { largest: 4 * 2 ** 30, spare: 2 ** 30, files: 2000 }

/** How often it is looked whether the disk has room: others write to it too. */
const stride = 64 * 2 ** 20
/** Without a single byte. */
const silence = 60_000

/** Writes the body to a new file that only this user can read. Throws a Refusal, and leaves nothing, if it cannot be. */
export async function receiveBody(request: IncomingMessage, path: string, limits: UploadLimits): Promise<number> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > limits.largest) throw tooLarge(limits.largest)
  await checkRoom(path, announced, limits)
  let bytes = 0
  let checked = 0
  async function* counted(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      bytes += chunk.length
      if (bytes > limits.largest) throw tooLarge(limits.largest)
      if (bytes - checked > stride) {
        checked = bytes
        await checkRoom(path, Math.max(0, announced - bytes), limits)
      }
      yield chunk
    }
  }
  request.setTimeout(silence, () => request.destroy())
  try {
    // Left open when refused, so that the answer still reaches the page.
    const body = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
    await pipeline(counted(body), createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    return bytes
  } catch (error) {
    await rm(path, { force: true })
    throw error instanceof Refusal ? error : refusalFor(error as NodeJS.ErrnoException)
  }
}

async function checkRoom(path: string, wanted: number, { spare }: UploadLimits): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path))
  if (bavail * bsize - wanted < spare) throw diskFull()
}

function refusalFor({ code, message }: NodeJS.ErrnoException): Refusal {
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull()
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return new Refusal(400, { code: 'cancelled', message: 'The upload was broken off.' })
  return new Refusal(500, { code: 'shell-failed', message: `The upload could not be written (${code ?? message}).` })
}

const diskFull = (): Refusal =>
  new Refusal(507, {
    code: 'disk-full',
    message: 'The disk of the server has no room for this video.',
    hint: 'Free some space there, or name the video on its command line.',
  })

const tooLarge = (largest: number): Refusal =>
  new Refusal(413, {
    code: 'file-too-large',
    message: `This video is larger than the ${(largest / 2 ** 30).toFixed(0)} GiB that can be uploaded.`,
    hint: 'Name it on the command line of the server, if it is there.',
  })
