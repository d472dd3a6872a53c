import type { RawData, WebSocket } from 'ws'
import { decodeMessage, encodeMessage } from '../../native-models/protocol/wire.ts'
import type { HostPort } from '../../native-models/protocol.ts'

/**
 * Bytes that may wait to be sent. Previews come by credit, at most 16 pictures of at most 11 MB ahead; a page that lets
 * more than that pile up no longer reads.
 */
const pendingLimit = 256 * 2 ** 20

/** Close codes of our own (4000 and up), and two of the standard. */
export const closeCodes = { goingAway: 1001, internal: 1011, replaced: 4001 } as const

/** The host's end of a WebSocket. */
export function socketPort(socket: WebSocket): HostPort {
  return {
    postMessage(message) {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > pendingLimit) {
        socket.terminate()
        return
      }
      try {
        socket.send(encodeMessage(message))
      } catch (error) {
        // A fault of the host. The page is told that something is wrong rather than left waiting for this message.
        console.error(`actscope: a ${message.type} could not be sent: ${String(error)}`)
        socket.close(closeCodes.internal)
      }
    },
    onMessage(listener) {
      socket.on('message', (data: RawData, isBinary: boolean) => {
        listener(isBinary ? decoded(data) : undefined)
      })
    },
    onClose(listener) {
      if (socket.readyState === socket.CLOSED) queueMicrotask(listener)
      else socket.once('close', listener)
    },
    close() {
      socket.close()
    },
  }
}

/** Undefined: no frame of ours. */
function decoded(data: RawData): unknown {
  try {
    return decodeMessage(data as Buffer) // of binaryType 'nodebuffer', which is the default
  } catch {
    return undefined
  }
}
