import type { MessagePortMain } from 'electron'
import type { Port } from '../../native-models/protocol.ts'

/** Electron's message port as the protocol's. It cannot transfer buffers to or from this process: they are copied. */
export function electronPort<Sent>(port: MessagePortMain): Port<Sent> {
  return {
    postMessage(message) {
      port.postMessage(message)
    },
    onMessage(listener) {
      port.on('message', ({ data }) => {
        listener(data as unknown)
      })
      port.start()
    },
    onClose(listener) {
      port.once('close', listener)
    },
    close() {
      port.close()
    },
  }
}
