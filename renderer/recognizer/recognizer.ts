/** The page's end of the protocol: calls, events, and the same again after the recognizer was started anew. */
import { protocolVersion, readFromHost } from '../../native-models/protocol/from-host.ts'
import type {
  Answer,
  Ask,
  CallName,
  HostEvent,
  LiveFrame,
  PagePort,
  PreviewCredit,
  Request,
} from '../../native-models/protocol.ts'
import { Listeners } from '../listeners.ts'
import { texts } from '../texts.ts'
import type { RecognizerState, Shell } from '../shell/shell.ts'
import { recognizerGone, Refused } from './refused.ts'

type Kind = HostEvent['type']
type Of<K extends Kind> = Extract<HostEvent, { type: K }>

export class Recognizer {
  readonly #shell: Shell
  readonly #calls = new Map<number, { resolve: (answer: never) => void; reject: (error: Refused) => void }>()
  readonly #events = new Map<Kind, Listeners<[never]>>()
  readonly #connected = new Listeners<[]>()
  readonly #states = new Listeners<[RecognizerState]>()
  #port: PagePort | undefined
  #lastId = 0
  #stopped = false
  #pending: (() => void)[] = []

  constructor(shell: Shell) {
    this.#shell = shell
  }

  /** Begins to listen; call it when all who want to know listen. */
  start(): void {
    this.#shell.onRecognizer((state) => {
      this.#disconnect()
      this.#stopped = state.state === 'stopped'
      if (state.state === 'running') this.#connect(state.port)
      if (state.state === 'running' || state.state === 'stopped') {
        const pending = this.#pending
        this.#pending = []
        for (const go of pending) go()
      }
      this.#states.tell(state)
    })
  }

  /** Rejects with `Refused`. */
  async call<K extends CallName>(call: K, ask: Ask<K>): Promise<Answer<K>> {
    const port = this.#port
    if (port === undefined) throw new Refused(recognizerGone)
    const id = ++this.#lastId
    return new Promise<Answer<K>>((resolve, reject) => {
      this.#calls.set(id, { resolve, reject })
      port.postMessage({ type: 'request', id, call, ask } as Request)
    })
  }

  /** What a person asked for: while the recognizer starts, it waits for that. Rejects with `Refused`, also if it stopped. */
  async callWhenReady<K extends CallName>(call: K, ask: Ask<K>): Promise<Answer<K>> {
    if (this.#port === undefined && !this.#stopped)
      await new Promise<void>((resolve) => {
        this.#pending.push(resolve)
      })
    return this.call(call, ask)
  }

  /** Frames and credit get no answer. Nothing happens while no recognizer runs. */
  send(message: LiveFrame | PreviewCredit): void {
    this.#port?.postMessage(message)
  }

  on<K extends Kind>(type: K, listener: (event: Of<K>) => void): () => void {
    const listeners = this.#events.get(type) ?? new Listeners()
    this.#events.set(type, listeners)
    return listeners.add(listener)
  }

  /** A recognizer that knows nothing yet is ready: the first one, or one that was started anew. */
  onConnected(listener: () => void): () => void {
    return this.#connected.add(listener)
  }

  onState(listener: (state: RecognizerState) => void): void {
    this.#states.add(listener)
  }

  #connect(port: PagePort): void {
    this.#port = port
    port.onMessage((message) => {
      if (port === this.#port) this.#receive(message)
    })
    port.onClose(() => {
      if (port === this.#port) this.#disconnect()
    })
  }

  #disconnect(): void {
    this.#port?.close()
    this.#port = undefined
    const calls = [...this.#calls.values()]
    this.#calls.clear()
    for (const { reject } of calls) reject(new Refused(recognizerGone))
  }

  #receive(raw: unknown): void {
    let message
    try {
      message = readFromHost(raw)
    } catch {
      // A fault of ours: said, and the rest goes on.
      this.#tell({
        type: 'error',
        error: {
          code: 'message-invalid',
          message: texts.recognizer.notUnderstood,
          hint: texts.recognizer.startAnew,
        },
      })
      return
    }
    switch (message.type) {
      case 'reply':
        this.#calls.get(message.id)?.resolve(message.answer as never)
        this.#calls.delete(message.id)
        break
      case 'refusal':
        this.#calls.get(message.id)?.reject(new Refused(message.error))
        this.#calls.delete(message.id)
        break
      case 'hello':
        if (message.protocol === protocolVersion) this.#connected.tell()
        else
          this.#tell({
            type: 'error',
            error: {
              code: 'message-invalid',
              message: texts.recognizer.otherVersion,
              hint: texts.recognizer.startAnew,
            },
          })
        break
      default:
        this.#tell(message)
    }
  }

  #tell(event: HostEvent): void {
    this.#events.get(event.type)?.tell(event as never)
  }
}
