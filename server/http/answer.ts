import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ShellFault } from '../../renderer/shell/values.ts'

/** A request that is not done, and what the page is told. */
export class Refusal extends Error {
  readonly status: number
  readonly fault: ShellFault

  constructor(status: number, fault: ShellFault) {
    super(fault.message)
    this.name = 'Refusal'
    this.status = status
    this.fault = fault
  }
}

export const failed = (status: number, message: string, hint?: string): Refusal =>
  new Refusal(status, { code: 'shell-failed', message, ...(hint !== undefined && { hint }) })

export const notFound = (): Refusal => new Refusal(404, { code: 'file-missing', message: 'There is nothing here.' })

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value))
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

/** How long a body that nobody wants is still read. */
const bodyTimeout = 5_000

/**
 * Answers by a refusal. A browser that is still sending does not read the answer until it is done, and loses it if the
 * connection is cut; so what it sends is read and thrown away, for a while. (No `Connection: close`, which would cut it.)
 */
export function refuse(request: IncomingMessage, response: ServerResponse, { status, fault }: Refusal): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  if (!request.complete) {
    request.resume()
    const end = setTimeout(() => request.destroy(), bodyTimeout)
    request.once('close', () => {
      clearTimeout(end)
    })
  }
  sendJson(response, status, { fault })
}
