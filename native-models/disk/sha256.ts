import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'

/** Bytes that are hashed at once: a few milliseconds. */
const piece = 4 * 2 ** 20

/** In hexadecimal. What else waits on this thread, such as live frames, has its turn before every piece. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += piece) {
    await turn()
    hash.update(bytes.subarray(at, at + piece))
  }
  return hash.digest('hex')
}
