/** A server in this process, with a page, the real engine and a tiny variant. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { request as ask, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { OnnxruntimeEngine } from '../native-models/engines/onnxruntime/engine.ts'
import { Client } from '../native-models/host/client.fixture.ts'
import { Catalogue } from '../native-models/models/catalogue.ts'
import { tinyVariant } from '../native-models/models/tiny-variant.fixture.ts'
import { decodeMessage, encodeMessage } from '../native-models/protocol/wire.ts'
import type { PagePort } from '../native-models/protocol.ts'
import { temporaryFolder } from '../native-models/video/video.fixture.ts'
import { loadPage } from '../serving/page.ts'
import { startServer, type ActscopeServer, type ServerOptions } from './server.ts'

export const token = 'a-token-of-the-tests'
export const tiny = 'res34-se-im-net/tiny'
export const longTimeout = { timeout: 120_000 }
/** Milliseconds that uploads outlive their page by. */
export const grace = 200

const pageText = '<!doctype html><title>Actscope</title>'

/** A page as Vite would build it, and a file beside its folder that nobody may have. */
function makePage(): string {
  const root = temporaryFolder()
  const folder = join(root, 'page')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), pageText)
  writeFileSync(join(folder, 'assets', 'index-1.js'), 'export {}')
  writeFileSync(join(folder, 'assets', 'index-1.css'), 'p { color: red }')
  writeFileSync(join(root, 'secret.txt'), 'secret')
  return folder
}

export interface RunningServer {
  readonly server: ActscopeServer
  /** `127.0.0.1:4178` */
  readonly authority: string
  end(): Promise<void>
}

export async function runServer(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const engine = new OnnxruntimeEngine()
  const { root } = tinyVariant()
  const models = { engine, catalogue: new Catalogue(root), threads: 1 }
  const place = { host: '127.0.0.1', port: 0, token, page: loadPage(makePage()) }
  const started = startServer({ ...place, ...models, grace, ...options })
  started.catch(() => {
    rmSync(root, { recursive: true })
  })
  const server = await started
  return {
    server,
    authority: `127.0.0.1:${server.port}`,
    async end() {
      await server.close()
      await engine.dispose()
      rmSync(root, { recursive: true })
    },
  }
}

export interface Asked {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
}

export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** Asks over HTTP exactly as told; fetch would tidy the path and set headers by itself. */
export function http(
  { server }: RunningServer,
  { method = 'GET', path = '/', headers = {}, body }: Asked,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = ask({ host: '127.0.0.1', port: server.port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('latin1'),
        })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** What our page sends with every request that changes something. */
export const own = (running: RunningServer, client = clientId(0)): Record<string, string> => ({
  origin: `http://${running.authority}`,
  authorization: `Bearer ${token}`,
  'x-actscope-client': client,
})

export const clientId = (number: number): string => number.toString(16).padStart(32, '0')

export async function upload(
  running: RunningServer,
  name: string,
  body: Uint8Array,
  client = clientId(0),
): Promise<Answered> {
  const path = `/files?name=${encodeURIComponent(name)}`
  return http(running, { method: 'POST', path, headers: own(running, client), body })
}

export interface Dialled {
  readonly path?: string
  readonly protocols?: readonly string[]
  readonly origin?: string
  readonly host?: string
}

/** An open socket, or the status that it was refused with. */
export function dial(running: RunningServer, how: Dialled = {}): Promise<WebSocket | number> {
  const { path = `/recognizer?client=${clientId(0)}`, protocols = ['actscope', `actscope-token.${token}`] } = how
  const { origin = `http://${running.authority}`, host = running.authority } = how
  return new Promise((resolve) => {
    const headers = { ...(origin !== '' && { origin }), host }
    const socket = new WebSocket(`ws://${running.authority}${path}`, [...protocols], { headers })
    // Before anything can come: the first message follows the handshake at once.
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0)
      request.destroy()
    })
    socket.on('error', () => {
      resolve(0)
    })
    const early: unknown[] = []
    const collect = (data: unknown): void => void early.push(data)
    socket.on('message', collect)
    socket.on('open', () => {
      earlyMessages.set(socket, { early, collect })
      resolve(socket)
    })
  })
}

const earlyMessages = new WeakMap<WebSocket, { early: unknown[]; collect: (data: unknown) => void }>()

/** The page's end of a socket, as a test holds it. */
function pageOf(socket: WebSocket): Client {
  const port: PagePort = {
    postMessage(message) {
      socket.send(encodeMessage(message))
    },
    onMessage(listener) {
      const { early, collect } = earlyMessages.get(socket)!
      socket.off('message', collect)
      for (const data of early) listener(decodeMessage(data as Buffer))
      socket.on('message', (data) => {
        listener(decodeMessage(data as Buffer))
      })
    },
    onClose(listener) {
      socket.once('close', listener)
    },
    close() {
      socket.close()
    },
  }
  return new Client(port)
}

export async function connect(
  running: RunningServer,
  client = clientId(0),
): Promise<{ socket: WebSocket; client: Client }> {
  const socket = await dial(running, { path: `/recognizer?client=${client}` })
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
  return { socket, client: pageOf(socket) }
}
