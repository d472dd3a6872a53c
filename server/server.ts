/** The application in a browser: its page, its files and its recognizer over one port of this machine. */
import { createServer, type Server } from 'node:http'
import type { HostOptions } from '../native-models/host.ts'
import { Access, inAddress } from './access.ts'
import { Files } from './files/files.ts'
import { listen } from './http/listen.ts'
import type { Page } from '../serving/page.ts'
import { uploadLimits, type UploadLimits } from './files/receive.ts'
import { answer } from './http/routes.ts'
import { Sockets } from './sockets/sockets.ts'

export interface ServerOptions extends Omit<HostOptions, 'resolveFile'> {
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** Takes one of the next ports if that one is taken. */
  readonly orNext?: boolean
  readonly token: string
  readonly page: Page
  /** Paths of the videos that the page begins with. */
  readonly videos?: readonly string[]
  readonly limits?: UploadLimits
  /** Milliseconds that uploads outlive their page by. */
  readonly grace?: number
  /** Milliseconds between two signs of life that a page is asked for. */
  readonly heartbeat?: number
}

export interface ActscopeServer {
  readonly port: number
  /** `http://127.0.0.1:4178/` */
  readonly address: string
  /** Of uploads. */
  readonly folder: string
  /** Deletes what was uploaded, at once: for a process that ends without having closed. */
  deleteUploads(): void
  /** Ends every connection and its recognizer, and deletes what was uploaded. The engine stays the caller's. */
  close(): Promise<void>
}

/** Connections of HTTP; a page needs about six. */
const httpConnectionLimit = 256

/** @throws ActscopeError if it cannot listen there, or one of the videos is not a file */
export async function startServer(options: ServerOptions): Promise<ActscopeServer> {
  const { catalogue, engine, threads } = options
  const { host, token, page, videos = [], limits = uploadLimits, grace = 60_000 } = options
  const http = createServer()
  http.headersTimeout = 10_000
  http.requestTimeout = 0 // an upload takes as long as it takes; one that stands still is ended in receive.ts
  http.maxConnections = httpConnectionLimit
  const port = await listen(http, host, options.port, options.orNext ?? false)
  try {
    const files = new Files(videos, limits, grace)
    const access = new Access(host, port, token)
    const shared = { catalogue, engine, ...(threads !== undefined && { threads }) }
    const sockets = new Sockets(access, files, shared, options.heartbeat)
    sockets.listen(http)
    http.on('request', (request, response) => void answer({ access, page, files, limits }, request, response))
    return {
      port,
      address: `http://${inAddress(host)}:${port}/`,
      folder: files.folder,
      deleteUploads() {
        files.dispose()
      },
      async close() {
        const closed = stop(http)
        await sockets.close()
        http.closeAllConnections()
        await closed
        files.dispose()
      },
    }
  } catch (error) {
    await stop(http)
    throw error
  }
}

function stop(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => {
      resolve()
    })
  })
}
