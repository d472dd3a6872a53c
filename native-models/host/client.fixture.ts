import { readFromHost } from '../protocol/from-host.ts'
import type { Answer, Ask, CallName, FromHost, HostEvent, PagePort, ToHost, WireError } from '../protocol.ts'

type Of<T extends FromHost['type']> = Extract<FromHost, { type: T }>

/** A refusal, as the error that a call rejects with. */
export class Refused extends Error {
  readonly error: WireError

  constructor(error: WireError) {
    super(`${error.code}: ${error.message}`)
    this.error = error
  }
}

/** The page's end of a port, as a test holds it. Everything that the host sends is validated and kept. */
export class Client {
  readonly port: PagePort
  readonly received: FromHost[] = []
  /** The credit that has not been spent. */
  credit: Of<'live-credit'> | undefined
  closed = false
  readonly #checks = new Set<() => void>()
  /** Far from the ids that a test makes up. */
  #lastId = 2 ** 40

  constructor(port: PagePort) {
    this.port = port
    port.onMessage((raw) => {
      const message = readFromHost(raw)
      if (message.type === 'live-credit') this.credit = message
      this.received.push(message)
      for (const check of [...this.#checks]) check()
    })
    port.onClose(() => {
      this.closed = true
      for (const check of [...this.#checks]) check()
    })
  }

  /** Anything at all. */
  send(message: unknown): void {
    this.port.postMessage(message as ToHost)
  }

  async call<K extends CallName>(call: K, ask: Ask<K>): Promise<Answer<K>> {
    const id = ++this.#lastId
    this.send({ type: 'request', id, call, ask })
    const settled = await this.until((all) =>
      all.find((message) => (message.type === 'reply' || message.type === 'refusal') && message.id === id),
    )
    if (settled.type === 'refusal') throw new Refused(settled.error)
    return (settled as Extract<FromHost, { type: 'reply' }>).answer as Answer<K>
  }

  all<T extends HostEvent['type']>(type: T): Of<T>[] {
    return this.received.filter((message): message is Of<T> => message.type === type)
  }

  /** Waits until `find` finds something in what was received. */
  until<T>(find: (all: readonly FromHost[]) => T | undefined | false): Promise<T> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = find(this.received)
        if (found === undefined || found === false) return
        this.#checks.delete(check)
        resolve(found)
      }
      this.#checks.add(check)
      check()
    })
  }

  /** The next event of a kind that is still to come, or the first of all if `from` is 0. */
  next<T extends HostEvent['type']>(type: T, from = this.received.length): Promise<Of<T>> {
    return this.until((all) => all.slice(from).find((message): message is Of<T> => message.type === type))
  }

  /**
   * A frame of the camera, as a good renderer treats it: sent if there is credit and it is wanted, with the crops that
   * are wanted. True if it was sent.
   */
  camera(seq: number, time: number, picture: (size: number) => Uint8Array): boolean {
    const { credit } = this
    if (credit === undefined || time < credit.notBefore) return false
    this.credit = undefined
    const crops = credit.crops
      .filter(({ notBefore }) => time >= notBefore)
      .map(({ shortSide, size }) => ({ shortSide, size, rgb: picture(size) }))
    this.send({ type: 'live-frame', credit: credit.credit, seq, time, crops })
    return true
  }

  /** Waits for credit. */
  async ready(): Promise<Of<'live-credit'>> {
    return this.until(() => this.credit)
  }
}
