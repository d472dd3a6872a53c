/** What can be asked over HTTP. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Access } from '../access.ts'
import { failed, notFound, refuse, Refusal, sendJson } from './answer.ts'
import { isClientId } from '../sockets/client-id.ts'
import type { Files } from '../files/files.ts'
import { securityHeaders } from '../../serving/headers.ts'
import type { Page } from '../../serving/page.ts'
import type { UploadLimits } from '../files/receive.ts'
import { sendFile } from './send-file.ts'

export interface Routes {
  readonly access: Access
  readonly page: Page
  readonly files: Files
  readonly limits: UploadLimits
}

/** Answers a request, whatever it is; never rejects. */
export async function answer(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.on('error', () => response.destroy())
  try {
    const host = routes.access.hostOf(request)
    for (const [name, value] of Object.entries(securityHeaders(`ws://${host ?? 'localhost'}`)))
      response.setHeader(name, value)
    if (host === undefined)
      throw failed(
        421,
        'This server is not known by that name and port.',
        'Forward the same port (ssh -L 4178:localhost:4178), or start it with --port.',
      )
    await route(routes, request, response)
  } catch (error) {
    if (!(error instanceof Refusal)) console.error('actscope: a request failed:', error)
    // What failed inside may name folders; the page is told no more than that.
    refuse(request, response, error instanceof Refusal ? error : failed(500, 'The server could not do that.'))
  }
}

async function route(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { access, page, files } = routes
  // Not as a browser's URL would be read: what is no known address as it stands is not served.
  const [path = '', query = ''] = (request.url ?? '').split('?', 2)
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (!reads && !access.isOwnPage(request)) throw failed(403, 'Only the page of this server may do that.')

  const id = /^\/files\/([\w-]{1,100})$/.exec(path)?.[1]
  if (id !== undefined && reads) {
    const known = files.pathOf(id)
    if (known === undefined) throw notFound()
    await sendFile(known, response)
    return
  }
  if (path === '/files' || id !== undefined) {
    if (!access.knows(bearer(request))) throw failed(401, 'The key is missing or wrong.')
    await answerFiles(routes, { request, response, id, name: new URLSearchParams(query).get('name') ?? '' })
    return
  }
  const asset = page.get(path)
  if (asset === undefined) throw notFound()
  if (!reads) throw failed(405, 'This can only be read.')
  response.writeHead(200, { 'Content-Type': asset.type, 'Content-Length': asset.body.length })
  response.end(request.method === 'HEAD' ? undefined : asset.body)
}

interface FileRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly id: string | undefined
  readonly name: string
}

/** `GET /files` lists those of the command line, `POST /files?name=` uploads one, `DELETE /files/<id>` deletes an upload. */
async function answerFiles({ files, limits }: Routes, { request, response, id, name }: FileRequest): Promise<void> {
  if (id === undefined && (request.method === 'GET' || request.method === 'HEAD')) {
    sendJson(response, 200, { files: files.list(), largest: limits.largest })
    return
  }
  const client = request.headers['x-actscope-client']
  if (typeof client !== 'string' || !isClientId(client)) throw failed(400, 'The page did not say which it is.')
  if (id === undefined && request.method === 'POST')
    sendJson(response, 201, { id: await files.receive(client, name, request) })
  else if (id !== undefined && request.method === 'DELETE') {
    if (!(await files.delete(client, id))) throw notFound()
    response.writeHead(204).end()
  } else throw failed(405, 'This cannot be done here.')
}

const bearer = (request: IncomingMessage): string | undefined =>
  /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
