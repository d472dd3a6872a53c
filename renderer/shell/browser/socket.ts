/** A WebSocket as the page's end of the protocol. */
import { decodeMessage, encodeMessage } from '../../../native-models/protocol/wire.ts'
import type { PagePort } from '../../../native-models/protocol.ts'

/** As much of a WebSocket as is used; its events come by `socketEvents`. */
export interface SocketLike {
  readonly readyState: number
  send(bytes: Uint8Array<ArrayBuffer>): void
  close(): void
}

const open = 1

export interface SocketEnd {
  readonly port: PagePort
  /** The other side sent this. */
  arrived(data: unknown): void
  /** The socket is closed. */
  closed(): void
  /** Whether the page itself has closed it. */
  readonly given: boolean
}

export function socketEnd(socket: SocketLike): SocketEnd {
  let onMessage: ((message: unknown) => void) | undefined
  let onClose: (() => void) | undefined
  let early: unknown[] = []
  let ended = false
  let given = false
  const port: PagePort = {
    postMessage(message) {
      if (socket.readyState === open) socket.send(encodeMessage(message))
    },
    onMessage(listener) {
      onMessage = listener
      const missed = early
      early = []
      for (const message of missed) listener(message)
    },
    onClose(listener) {
      onClose = listener
      if (ended) queueMicrotask(listener)
    },
    close() {
      if (!ended) given = true // who tidies up after the other side ended did not give it up
      socket.close()
    },
  }
  return {
    port,
    arrived(data) {
      const message = data instanceof ArrayBuffer ? decoded(new Uint8Array(data)) : undefined
      if (onMessage === undefined) early.push(message)
      else onMessage(message)
    },
    closed() {
      if (ended) return
      ended = true
      onClose?.()
    },
    get given() {
      return given
    },
  }
}

/** Undefined: not of this protocol. */
function decoded(frame: Uint8Array): unknown {
  try {
    return decodeMessage(frame)
  } catch {
    return undefined
  }
}
