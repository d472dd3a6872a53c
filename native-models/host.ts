/** Serves the protocol over any message port: the recognizer as the desktop shell, the server and the tests run it. */
import type { Engine } from './engines/engine.ts'
import { reportDevices } from './engines/report.ts'
import { ActscopeError } from './errors.ts'
import { FileQueue } from './host/files/file-queue.ts'
import type { FileTools } from './host/files/file-job.ts'
import { Live } from './host/live/live.ts'
import { Models } from './host/models/models.ts'
import { Outbox } from './host/outbox.ts'
import { Previews } from './host/files/previews.ts'
import { Priority } from './host/priority.ts'
import { RecognizerPool } from './host/recognizer-pool.ts'
import { variantList } from './host/models/variant-list.ts'
import type { Catalogue } from './models/catalogue.ts'
import type { OfferBook } from './models/download/fetch-offer.ts'
import {
  protocolVersion,
  type Answer,
  type Ask,
  type CallName,
  type HostPort,
  type Reply,
  type Request,
} from './protocol.ts'
import { readToHost, type Malformed } from './protocol/to-host.ts'

export interface HostOptions {
  readonly catalogue: Catalogue
  /** Stays the embedder's: several hosts may share it, and disposing a host leaves it. */
  readonly engine: Engine | readonly Engine[]
  /**
   * The path of a file that the other side names, or undefined if it may not have that file. Nothing that comes over the
   * port is opened in any other way: the embedder hands out names (of dropped files, of uploads) and knows them again.
   */
  readonly resolveFile: (name: string) => string | undefined
  /** Threads of the cpu; one for each physical core unless given. */
  readonly threads?: number
  /** Models that may be fetched from the network; what is public unless given. */
  readonly offers?: OfferBook
}

export interface Host {
  /** Stops all work, closes the port and gives back every recognizer; it waits for what cannot be interrupted. */
  dispose(): Promise<void>
}

type Answers = { readonly [K in CallName]: (ask: Ask<K>) => Answer<K> | Promise<Answer<K>> }

/**
 * Serves one page until its port closes. Whatever arrives, it goes on: a message that is not of the protocol is
 * answered by a refusal (or an `error`, where it has no id), a failing device is replaced (`SturdySession`).
 */
export function serve(port: HostPort, options: HostOptions): Host {
  const { catalogue, engine, resolveFile } = options
  const outbox = new Outbox(port)
  const hideFolders = (): void => {
    for (const { folder } of [...catalogue.entries, ...catalogue.damaged]) outbox.hide(folder)
  }
  hideFolders()
  const priority = new Priority()
  const pool = new RecognizerPool({ ...options, outbox })
  const pathOf = (name: string): string => {
    const path = resolveFile(name)
    if (path === undefined)
      throw new ActscopeError('video-missing', 'That file is not known here.', { hint: 'Open it again.' })
    outbox.hide(path)
    return path
  }
  const tools: FileTools = { pool, outbox, priority, pathOf }
  const live = new Live(pool, outbox, priority)
  const files = new FileQueue(tools)
  const previews = new Previews(tools)
  const models = new Models({ ...options, ...tools, running: () => live.variants })

  const answers: Answers = {
    'list-variants': () => {
      catalogue.reload() // variants may have been added, or removed, since
      hideFolders()
      return variantList(catalogue, outbox)
    },
    'list-devices': async () => ({ devices: await reportDevices(engine) }),
    'live-show': (ask) => live.show(ask),
    'live-settings': (ask) => live.configure(ask),
    'live-pause': () => {
      live.pause()
      return {}
    },
    'live-resume': () => {
      live.resume()
      return {}
    },
    'live-reset': () => {
      live.reset()
      return {}
    },
    'file-recognize': (ask) => ({ job: files.add(ask) }),
    'file-cancel': ({ job }) => {
      files.cancel(job)
      return {}
    },
    'preview-open': (ask) => previews.open(ask),
    'preview-close': ({ preview }) => {
      previews.close(preview)
      return {}
    },
    ...models.answers,
  }

  async function answer({ id, call, ask }: Request): Promise<void> {
    try {
      const given = await (answers[call] as (ask: unknown) => Answer<CallName> | Promise<Answer<CallName>>)(ask)
      outbox.post({ type: 'reply', id, call, answer: given } as Reply)
    } catch (error) {
      outbox.post({ type: 'refusal', id, error: outbox.wire(error) })
    }
  }

  function refuse({ id, why, wanted }: Malformed): void {
    const code = 'message-invalid' as const
    const error = { code, message: `A message was not understood (${wanted ?? 'unknown'}: ${why}).` }
    outbox.post(id === undefined ? { type: 'error', error } : { type: 'refusal', id, error })
    if (wanted === 'live-frame') live.renew() // its credit may have gone with it
  }

  async function receive(message: unknown): Promise<void> {
    try {
      const read = readToHost(message)
      switch (read.type) {
        case 'request':
          await answer(read)
          break
        case 'live-frame':
          await live.frame(read)
          break
        case 'preview-credit':
          previews.credit(read)
          break
        case 'malformed':
          refuse(read)
      }
    } catch (error) {
      outbox.post({ type: 'error', error: outbox.wire(error) })
    }
  }

  let disposing: Promise<void> | undefined
  const dispose = (): Promise<void> => {
    disposing ??= (async () => {
      outbox.close()
      live.dispose()
      await Promise.all([files.dispose(), previews.dispose(), models.dispose(), pool.dispose()])
    })()
    return disposing
  }

  outbox.post({ type: 'hello', protocol: protocolVersion })
  port.onClose(() => void dispose())
  port.onMessage((message) => {
    if (disposing === undefined) void receive(message)
  })
  return { dispose }
}
