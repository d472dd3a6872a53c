import { open } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { notFound } from './answer.ts'
import { videoType } from '../../renderer/shell/video-names.ts'
import { rangeAnswer } from '../../serving/ranges.ts'

/** Sends a file, or the range of it that was asked for. Throws a Refusal if it cannot be opened. */
export async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const file = await open(path, 'r').catch(() => {
    throw notFound()
  })
  try {
    const stat = await file.stat()
    if (!stat.isFile()) throw notFound()
    const { status, headers, range } = rangeAnswer(response.req.headers.range, stat.size)
    response.writeHead(status, { ...headers, 'Content-Type': videoType(path) })
    if (range === undefined || response.req.method === 'HEAD' || range.to < range.from) {
      response.end()
      return
    }
    const { from, to } = range
    // A player that jumps hangs up in the middle; that is how ranges are used.
    await pipeline(file.createReadStream({ start: from, end: to, autoClose: false }), response).catch(() => undefined)
  } finally {
    await file.close()
  }
}
