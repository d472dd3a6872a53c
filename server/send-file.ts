import { open } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { notFound } from './answer.ts'
import { videoType } from '../renderer/shell/video-names.ts'
import { readRange } from '../serving/ranges.ts'

/** Sends a file, or the range of it that was asked for. Throws a Refusal if it cannot be opened. */
export async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const file = await open(path, 'r').catch(() => {
    throw notFound()
  })
  try {
    const stat = await file.stat()
    if (!stat.isFile()) throw notFound()
    const range = readRange(response.req.headers.range, stat.size)
    response.setHeader('Accept-Ranges', 'bytes')
    response.setHeader('Content-Type', videoType(path))
    if (range === 'none') {
      response.writeHead(416, { 'Content-Range': `bytes */${stat.size}`, 'Content-Length': 0 }).end()
      return
    }
    const { from, to } = range ?? { from: 0, to: stat.size - 1 }
    if (range !== undefined) response.setHeader('Content-Range', `bytes ${from}-${to}/${stat.size}`)
    response.writeHead(range === undefined ? 200 : 206, { 'Content-Length': to - from + 1 })
    if (response.req.method === 'HEAD' || to < from) {
      response.end()
      return
    }
    // A player that jumps hangs up in the middle; that is how ranges are used.
    await pipeline(file.createReadStream({ start: from, end: to, autoClose: false }), response).catch(() => undefined)
  } finally {
    await file.close()
  }
}
