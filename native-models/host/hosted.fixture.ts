/** A host and its page at the two ends of a real channel, with the real engine and tiny variants. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { MessageChannel } from 'node:worker_threads'
import { OnnxruntimeEngine } from '../engines/onnxruntime/engine.ts'
import { serve, type Host } from '../host.ts'
import { Catalogue } from '../models/catalogue.ts'
import { tinyVariant } from '../models/tiny-variant.fixture.ts'
import { Client } from './client.fixture.ts'
import { nodePort } from './node-port.fixture.ts'
import { WatchedEngine } from './watched-engine.fixture.ts'

export const tiny = 'res34-se-im-net/tiny'
/** Takes larger pictures than `tiny`, at another rate. */
export const other = 'res34-se-im-net/other'
/** Its weights are not those that its manifest names. */
export const damaged = 'res34-se-im-net/damaged'

/** The machine may be busy. */
export const longTimeout = { timeout: 120_000 }

let models: { readonly root: string; readonly catalogue: Catalogue } | undefined
after(() => {
  if (models !== undefined) rmSync(models.root, { recursive: true })
})

/** Made once for each test file; a host only reads them. */
function makeModels(): { readonly root: string; readonly catalogue: Catalogue } {
  const root = mkdtempSync(join(tmpdir(), 'actscope-host-'))
  const named = (id: string, size: number, rate: number) => (manifest: Record<string, unknown>) => {
    manifest['id'] = id
    manifest['rate'] = rate
    Object.assign(manifest['network'] as object, { size })
    Object.assign(manifest['preprocessing'] as object, { shortSide: size + 4 })
  }
  const folders = [
    tinyVariant(),
    tinyVariant({ manifest: named(other, 48, 10) }),
    tinyVariant({ manifest: named(damaged, 32, 5), bytes: (bytes) => bytes.slice().fill(0, 5000, 5100) }),
  ]
  folders.forEach(({ folder, root: own }, i) => {
    cpSync(folder, join(root, ['tiny', 'other', 'damaged'][i]!), { recursive: true })
    rmSync(own, { recursive: true })
  })
  return { root, catalogue: new Catalogue(root) }
}

export interface Hosted {
  readonly root: string
  readonly catalogue: Catalogue
  readonly engine: WatchedEngine
  readonly host: Host
  readonly client: Client
  /** Names that the host may open, and their paths. */
  readonly files: Map<string, string>
  end(): Promise<void>
}

export function startHost(): Hosted {
  const { root, catalogue } = (models ??= makeModels())
  const real = new OnnxruntimeEngine()
  const engine = new WatchedEngine(real)
  const files = new Map<string, string>()
  const { port1, port2 } = new MessageChannel()
  const resolveFile = (name: string): string | undefined => files.get(name)
  const host = serve(nodePort(port1), { catalogue, engine, resolveFile, threads: 1 })
  const client = new Client(nodePort(port2))
  return {
    root,
    catalogue,
    engine,
    host,
    client,
    files,
    async end() {
      await host.dispose()
      await real.dispose()
    },
  }
}

/** A bright square that wanders over noise; `t` is any number. RGB, side x side x 3. */
export function scene(side: number, t: number): Uint8Array {
  const at = (t * 40) % side
  return Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % side, Math.floor(i / (3 * side))]
    return Math.abs(x - at) < 8 && Math.abs(y - side / 2) < 12 ? 230 : (x * 7 + y * 3 + i * 11) % 97
  })
}
