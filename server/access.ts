/**
 * Who may ask. Any page that the user has open can send requests to a loopback address, and a name that someone else owns
 * can be made to point there (DNS rebinding). So every request must name this server by one of its own names, whatever
 * changes something must come from its own page, and whatever is not the page itself needs the token.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { hostname, networkInterfaces } from 'node:os'

/** Fewer characters could be guessed. */
export const shortestToken = 16

/** 128 bits that nobody can guess: a token, or the id of a file. */
export const randomSecret = (): string => randomBytes(16).toString('base64url')

/** What can stand in an address, in a header and in a WebSocket's subprotocol as it is. */
export const isToken = (text: string): boolean =>
  text.length >= shortestToken && text.length <= 200 && /^[A-Za-z0-9._~-]+$/.test(text)

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

/** As it stands in an address. */
export const inAddress = (host: string): string => (host.includes(':') ? `[${host}]` : host)

/** The names by which a server that listens on `host` is asked. */
function namesOf(host: string): string[] {
  const loopback = ['127.0.0.1', 'localhost', '::1']
  if (isLoopback(host)) return [...loopback, host]
  if (host !== '0.0.0.0' && host !== '::') return [host]
  // Everywhere: by the addresses that this machine has, which nobody else can make a name of.
  const own = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address))
  return [...loopback, ...own, hostname()]
}

export class Access {
  readonly #hosts: ReadonlySet<string>
  readonly #token: Buffer

  constructor(host: string, port: number, token: string) {
    const names = namesOf(host).map((name) => inAddress(name).toLowerCase())
    this.#hosts = new Set(names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])))
    this.#token = digest(token)
  }

  /** The Host header, if it is a name of this server. */
  hostOf({ headers: { host } }: IncomingMessage): string | undefined {
    const asked = host?.toLowerCase()
    return asked !== undefined && this.#hosts.has(asked) ? asked : undefined
  }

  /** Whether our own page asks. A browser sends Origin with all but plain GETs, and no page can change it. */
  isOwnPage(request: IncomingMessage): boolean {
    const host = this.hostOf(request)
    return host !== undefined && request.headers.origin?.toLowerCase() === `http://${host}`
  }

  /** Takes as long for a token that is nearly right as for any other. */
  knows(token: string | undefined): boolean {
    return token !== undefined && timingSafeEqual(digest(token), this.#token)
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
