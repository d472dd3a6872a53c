/** The WebSockets of the pages: each has a recognizer of its own, on the engine that all share. */
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { serve, type Host, type HostOptions } from '../../native-models/host.ts'
import { largestFrame } from '../../native-models/protocol/wire.ts'
import type { Access } from '../access.ts'
import { isClientId } from './client-id.ts'
import type { Files } from '../files/files.ts'
import { closeCodes, socketPort } from './socket-port.ts'

/** The subprotocol that is spoken, and what stands before the token in the other one that a page offers. */
const subprotocol = 'actscope'
const tokenPrefix = 'actscope-token.'

/** Recognizers at a time, counting those that still end. */
export const connectionLimit = 8
/** Milliseconds between two signs of life that a page is asked for. */
const heartbeat = 15_000

export class Sockets {
  readonly #access: Access
  readonly #files: Files
  readonly #options: Omit<HostOptions, 'resolveFile'>
  readonly #server: WebSocketServer
  readonly #hosts = new Set<Host>()
  readonly #byClient = new Map<string, WebSocket>()
  /** Those that have answered since they were last asked. */
  readonly #alive = new WeakSet<WebSocket>()
  readonly #beat: NodeJS.Timeout

  constructor(access: Access, files: Files, options: Omit<HostOptions, 'resolveFile'>, beat = heartbeat) {
    this.#access = access
    this.#files = files
    this.#options = options
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: largestFrame,
      perMessageDeflate: false,
      handleProtocols: () => subprotocol,
    })
    this.#beat = setInterval(() => {
      this.#askAll()
    }, beat)
    this.#beat.unref()
  }

  listen(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy())
      const client = this.#admit(request)
      if (typeof client === 'number') turnAway(socket, client)
      else
        this.#server.handleUpgrade(request, socket, head, (webSocket) => {
          this.#connect(webSocket, client)
        })
    })
  }

  async close(): Promise<void> {
    clearInterval(this.#beat)
    // Before the hosts, which close without a code.
    for (const socket of this.#server.clients) {
      socket.close(closeCodes.goingAway)
      setTimeout(() => {
        socket.terminate()
      }, 500).unref()
    }
    await Promise.all([...this.#hosts].map((host) => host.dispose()))
  }

  /** The page's id, or the status that it is refused with. */
  #admit(request: IncomingMessage): string | number {
    const [path, query] = (request.url ?? '').split('?', 2)
    if (this.#access.hostOf(request) === undefined) return 421
    if (!this.#access.isOwnPage(request)) return 403
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
    const token = offered.find((name) => name.startsWith(tokenPrefix))?.slice(tokenPrefix.length)
    if (!this.#access.knows(token)) return 401
    if (path !== '/recognizer') return 404
    const client = new URLSearchParams(query).get('client')
    if (client === null || !isClientId(client) || !offered.includes(subprotocol)) return 400
    if (this.#hosts.size >= connectionLimit) return 503
    return client
  }

  #connect(socket: WebSocket, client: string): void {
    socket.on('error', () => {
      socket.terminate() // too large, or no WebSocket at all
    })
    let release: () => void
    try {
      release = this.#files.hold(client)
    } catch {
      socket.close(closeCodes.internal)
      return
    }
    // A page that connects anew has given up its old connection, even if that does not know it yet.
    this.#byClient.get(client)?.close(closeCodes.replaced)
    this.#byClient.set(client, socket)
    this.#alive.add(socket)
    socket.on('pong', () => this.#alive.add(socket))
    const resolveFile = (id: string): string | undefined => this.#files.pathFor(client, id)
    const host = serve(socketPort(socket), { ...this.#options, resolveFile })
    this.#hosts.add(host)
    socket.once('close', () => {
      if (this.#byClient.get(client) === socket) this.#byClient.delete(client)
      release()
      void host
        .dispose()
        .catch(() => undefined)
        .then(() => this.#hosts.delete(host))
    })
  }

  /** A page that has vanished without a word (a cable, a sleeping laptop) is noticed by its silence. */
  #askAll(): void {
    for (const socket of this.#server.clients) {
      if (this.#alive.delete(socket)) socket.ping()
      else socket.terminate()
    }
  }
}

function turnAway(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  )
}
