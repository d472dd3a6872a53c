import type { MessagePort } from 'node:worker_threads'
import type { Port } from '../protocol.ts'

/** A port of node:worker_threads as the protocol's. It keeps its thread alive until it is closed. */
export function nodePort<Sent>(port: MessagePort): Port<Sent> {
  return {
    postMessage(message, transfer = []) {
      port.postMessage(message, transfer)
    },
    onMessage(listener) {
      port.on('message', listener)
      port.on('messageerror', () => {
        listener(undefined)
      })
    },
    onClose(listener) {
      port.once('close', listener)
    },
    close() {
      port.close()
    },
  }
}
