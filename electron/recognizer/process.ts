/**
 * Entry of the recognizer's process: its host for each page that the main process sends a port of. Argument:
 * the folder of the models that ship.
 */
import { allEngines, disposeEngines } from '../../native-models/engines/engines.ts'
import { serve, type Host } from '../../native-models/host.ts'
import { openCatalogue } from '../../native-models/models/catalogue.ts'
import type { FromHost } from '../../native-models/protocol.ts'
import type { FromRecognizer, ToRecognizer } from './messages.ts'
import { electronPort } from './port.ts'
import { workerEntry } from './unpacked.ts'

const { parentPort } = process
const engine = allEngines({
  onnxruntime: workerEntry('onnxruntime', import.meta.url),
  tensorflow: workerEntry('tensorflow', import.meta.url),
})
const catalogue = openCatalogue({ shipped: process.argv[2]! })
const paths = new Map<string, string>()
const hosts = new Set<Host>()

const say = (message: FromRecognizer): void => {
  parentPort.postMessage(message)
}

parentPort.on('message', ({ data, ports: [port] }) => {
  const message = data as ToRecognizer
  switch (message.type) {
    case 'files':
      for (const { id, path } of message.files) paths.set(id, path)
      say({ type: 'known', batch: message.batch })
      break
    case 'serve': {
      if (port === undefined) throw new Error('A page to serve came without its port.')
      const host = serve(electronPort<FromHost>(port), { catalogue, engine, resolveFile: (id) => paths.get(id) })
      hosts.add(host)
      port.once('close', () => void host.dispose().then(() => hosts.delete(host)))
      break
    }
    case 'end':
      void end()
  }
})

/** In this order: an engine's thread that is ended in the middle of a native call takes the process with it. */
async function end(): Promise<void> {
  try {
    await Promise.all([...hosts].map((host) => host.dispose()))
    await disposeEngines(engine)
  } finally {
    process.exit(0)
  }
}

say({ type: 'ready' })
