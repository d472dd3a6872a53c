import { resolve } from 'node:path'
import type { FromHost, HostPort, WireError } from '../protocol.ts'
import { wireError } from './wire-error.ts'

/** Everything that the host says leaves through here; once the port is closed, nothing does. */
export class Outbox {
  readonly #port: HostPort
  readonly #hidden = new Set<string>()
  #closed = false

  constructor(port: HostPort) {
    this.#port = port
  }

  /** No error tells this path from now on, only its last part. */
  hide(path: string): void {
    this.#hidden.add(path).add(resolve(path))
  }

  post(message: FromHost, transfer?: readonly ArrayBuffer[]): void {
    if (!this.#closed) this.#port.postMessage(message, transfer)
  }

  wire(error: unknown): WireError {
    return wireError(error, this.#hidden)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#port.close()
  }
}
