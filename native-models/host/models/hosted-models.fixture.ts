/** Hosts on one catalogue with a place for the user's own models, each with its page, on the real engine. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { OnnxruntimeEngine } from '../../engines/onnxruntime/engine.ts'
import { serve, type Host, type HostOptions } from '../../host.ts'
import { openCatalogue } from '../../models/catalogue.ts'
import { tinyVariant } from '../../models/tiny-variant.fixture.ts'
import { Client } from '../client.fixture.ts'
import { nodePort } from '../node-port.fixture.ts'
import { WatchedEngine } from '../watched-engine.fixture.ts'

export const shipped = 'res34-se-im-net/tiny'
export const own = 'res34-se-im-net/own'

export interface HostedModels {
  /** Everything of the hosted lies in it; nothing of it may be told. */
  readonly folder: string
  readonly engine: WatchedEngine
  /** Another window. */
  connect(): Client
  /** Writes a file that the pages know by its name. */
  give(name: string, content: Uint8Array | string): string
  /** Every window closes. */
  close(): Promise<void>
  end(): Promise<void>
}

/** One variant that ships, one of the user. */
export function startModelHosts(options: Partial<HostOptions> = {}): HostedModels {
  const folder = mkdtempSync(join(tmpdir(), 'actscope-own-models-'))
  const user = join(folder, 'models')
  const [root, mine] = [
    tinyVariant(),
    tinyVariant({
      manifest: (manifest) => {
        manifest['id'] = own
        manifest['title'] = 'Own'
      },
    }),
  ]
  mkdirSync(user)
  cpSync(mine.folder, join(user, 'own'), { recursive: true })
  cpSync(root.root, join(folder, 'shipped'), { recursive: true })
  for (const each of [root, mine]) rmSync(each.root, { recursive: true })
  const catalogue = openCatalogue({ shipped: join(folder, 'shipped'), user })
  const real = new OnnxruntimeEngine()
  const engine = new WatchedEngine(real)
  const hosts: Host[] = []
  const files = new Map<string, string>()
  const close = async (): Promise<void> => {
    await Promise.all(hosts.map((host) => host.dispose()))
  }
  return {
    folder,
    engine,
    connect() {
      const { port1, port2 } = new MessageChannel()
      const resolveFile = (name: string): string | undefined => files.get(name)
      hosts.push(serve(nodePort(port1), { catalogue, engine, resolveFile, threads: 1, ...options }))
      return new Client(nodePort(port2))
    },
    give(name, content) {
      const path = join(folder, name)
      writeFileSync(path, content)
      files.set(name, path)
      return name
    },
    close,
    async end() {
      await close()
      await real.dispose()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What the page was told, as text. */
export const said = ({ received }: Client): string => JSON.stringify(received)
