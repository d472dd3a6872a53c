/** The server that this page came from: its files, and connections with its recognizer. */
import { cancelled, listingIn, refusalIn, unreachable, uploadIn, type Listing } from './answers.ts'
import type { LinkParts } from './link.ts'
import { socketEnd } from './socket.ts'
import { ShellError } from '../values.ts'

/** A tunnel whose other end has gone accepts connections and never answers. */
const connectTimeout = 10_000

export class BrowserServer {
  readonly #token: string | undefined
  readonly #client: string
  #largest = Infinity
  #removed = Promise.resolve()

  constructor(token: string | undefined, client: string) {
    this.#token = token
    this.#client = client
  }

  fileAddress(id: string): string {
    return new URL(`files/${id}`, document.baseURI).href
  }

  readonly dial: LinkParts['dial'] = ({ opened, ended }) => {
    if (this.#token === undefined) {
      queueMicrotask(() => {
        ended(false)
      })
      return
    }
    const address = new URL(`recognizer?client=${this.#client}`, document.baseURI)
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = new WebSocket(address, ['actscope', `actscope-token.${this.#token}`])
    socket.binaryType = 'arraybuffer'
    const end = socketEnd(socket)
    const timer = setTimeout(() => {
      socket.close()
    }, connectTimeout)
    socket.onopen = () => {
      clearTimeout(timer)
      opened(end.port)
    }
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      end.arrived(data)
    }
    socket.onclose = () => {
      clearTimeout(timer)
      end.closed()
      ended(end.given)
    }
  }

  readonly ask: LinkParts['ask'] = async () => {
    if (this.#token === undefined) return 'stranger'
    try {
      const { status } = await fetch('files', { headers: this.#headers(), signal: AbortSignal.timeout(connectTimeout) })
      return status === 401 ? 'stranger' : 'welcome'
    } catch {
      return 'silence'
    }
  }

  /** The videos of the command line. Rejects with a ShellError. */
  async list(): Promise<Listing> {
    const answer = await fetch('files', { headers: this.#headers() }).catch(() => undefined)
    if (answer === undefined) throw unreachable()
    const text = await answer.text()
    if (!answer.ok) throw refusalIn(answer.status, text)
    const listing = listingIn(text)
    this.#largest = listing.largest
    return listing
  }

  /** Whether an upload is still there: it is deleted when the page was away for long, or the server was started anew. */
  async has(id: string): Promise<boolean> {
    return fetch(`files/${id}`, { method: 'HEAD' }).then(
      ({ ok }) => ok,
      () => false,
    )
  }

  /** Rejects with a ShellError. Not by fetch, which does not tell how much has been sent. */
  upload(file: File, progress: (share: number) => void, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(cancelled())
        return
      }
      if (file.size > this.#largest) {
        const message = `${file.name} is larger than the ${Math.floor(this.#largest / 2 ** 30)} GiB that can be uploaded.`
        reject(new ShellError({ code: 'file-too-large', message, hint: 'Name it on the command line of the server.' }))
        return
      }
      const request = new XMLHttpRequest()
      const abort = (): void => {
        request.abort()
      }
      signal.addEventListener('abort', abort)
      request.upload.onprogress = ({ loaded, total }) => {
        if (total > 0) progress(loaded / total)
      }
      request.onload = () => {
        try {
          if (request.status !== 201) throw refusalIn(request.status, request.responseText)
          const id = uploadIn(request.responseText)
          progress(1)
          resolve(id)
        } catch (error) {
          reject(error instanceof ShellError ? error : unreachable())
        }
      }
      request.onabort = () => {
        reject(cancelled())
      }
      request.onerror = () => {
        reject(unreachable())
      }
      request.onloadend = () => {
        signal.removeEventListener('abort', abort)
      }
      request.open('POST', `files?name=${encodeURIComponent(file.name)}`)
      for (const [name, value] of Object.entries(this.#headers())) request.setRequestHeader(name, value)
      request.send(file)
    })
  }

  /** It is deleted in any case when the page has gone. */
  /** One after the other: a browser refuses hundreds of requests at once. What is not reached goes when the page has gone. */
  remove(id: string): void {
    this.#removed = this.#removed.then(async () => {
      await fetch(`files/${id}`, { method: 'DELETE', headers: this.#headers(), keepalive: true }).catch(() => undefined)
    })
  }

  #headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.#token ?? ''}`, 'X-Actscope-Client': this.#client }
  }
}
