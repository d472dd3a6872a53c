import type { Session } from 'electron'
import { securityHeaders } from '../../serving/headers.ts'
import { loadPage } from '../../serving/page.ts'
import { mediaResponse } from './media-response.ts'
import { scheme } from './our-page.ts'

const headers = Object.entries(securityHeaders())
const notFound = (): Response => new Response(null, { status: 404 })

/** Serves actscope://app/: the page from `folder`, opened videos under media/. Everything else is not found. */
export function serveScheme(session: Session, folder: string, pathOf: (id: string) => string | undefined): void {
  const page = loadPage(folder)
  session.protocol.handle(scheme, async (request) => {
    const response = await answer(request)
    for (const [name, value] of headers) response.headers.set(name, value)
    return response
  })

  async function answer(request: Request): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 })
    const { host, pathname } = new URL(request.url)
    if (host !== 'app') return notFound()
    const [, id] = /^\/media\/([\w-]+)$/.exec(pathname) ?? []
    if (id === undefined) {
      const asset = page.get(pathname)
      return asset === undefined
        ? notFound()
        : new Response(new Uint8Array(asset.body), { headers: { 'Content-Type': asset.type } })
    }
    const path = pathOf(id)
    return path === undefined ? notFound() : mediaResponse(path, request)
  }
}
