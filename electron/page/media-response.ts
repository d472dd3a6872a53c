import { open, type FileHandle } from 'node:fs/promises'
import { videoType } from '../../renderer/shell/video-names.ts'
import { rangeAnswer } from '../../serving/ranges.ts'

const chunk = 2 ** 18

/** A video as <video> asks for it: whole or a range of it (RFC 9110, section 14), read as it is taken. */
export async function mediaResponse(path: string, request: Request): Promise<Response> {
  const handle = await open(path).catch(() => undefined)
  if (handle === undefined) return new Response(null, { status: 404 })
  const { size } = await handle.stat()
  const { status, headers, range } = rangeAnswer(request.headers.get('range'), size)
  const init = { status, headers: { ...headers, 'Content-Type': videoType(path) } }
  if (range === undefined || request.method === 'HEAD') {
    await handle.close()
    return new Response(null, init)
  }
  return new Response(bytesOf(handle, range.from, range.to), init)
}

/** Closes the handle at the end, on an error, and when the reader goes. */
function bytesOf(handle: FileHandle, start: number, end: number): ReadableStream<Uint8Array> {
  let at = start
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const buffer = new Uint8Array(Math.min(chunk, end + 1 - at))
          const { bytesRead } = buffer.length === 0 ? { bytesRead: 0 } : await handle.read(buffer, 0, buffer.length, at)
          at += bytesRead
          if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead))
          if (bytesRead > 0 && at <= end) return
          await handle.close()
          controller.close()
        } catch (error) {
          await handle.close().catch(() => undefined)
          controller.error(error)
        }
      },
      async cancel() {
        await handle.close().catch(() => undefined)
      },
    },
    { highWaterMark: 1 },
  )
}
