import type { Engine } from '../engines/engine.ts'
import type { Device, EngineName } from '../choices.ts'
import type { Catalogue } from '../models/catalogue.ts'
import { openRecognizer, type Recognizer } from '../recognition/recognizer.ts'
import type { Outbox } from './outbox.ts'
import { SturdySession } from '../recognition/sturdy-session.ts'
import { Cancelled } from './wire-error.ts'

/** A recognizer that is lent. */
export interface Lease {
  readonly recognizer: Recognizer
  /** Calling it twice is fine. */
  release(): void
}

interface Entry {
  readonly recognizer: Promise<Recognizer>
  users: number
  /** Its device was lost, and another goes on in its place. */
  moved: boolean
}

export interface PoolOptions {
  readonly catalogue: Catalogue
  readonly engine: Engine | readonly Engine[]
  readonly threads?: number
  readonly outbox: Outbox
}

/** Recognizers without a user that stay loaded, so that toggling back is immediate. */
const idleKept = 1

/**
 * The variants that are loaded, each once for each device that was asked for, whoever uses it: live, a file, or both.
 * A failing device is dealt with here (`SturdySession`), and told.
 */
export class RecognizerPool {
  readonly #options: PoolOptions
  /** By device and manifest; what was released last is last. */
  readonly #entries = new Map<string, Entry>()
  /** Those, and broken ones that are still lent. */
  readonly #open = new Set<Entry>()
  /** What `auto` found, so that a variant that comes back is not tried on every device again. */
  readonly #found = new Map<
    string,
    Pick<Recognizer, 'trials'> & { readonly device: Device; readonly engine: EngineName | undefined }
  >()
  readonly #closing = new Set<Promise<void>>()
  #disposed = false

  constructor(options: PoolOptions) {
    this.#options = options
  }

  /**
   * `again`: the device is wanted itself, also where it was lost and another took over; else that one will do, so that the
   * next of many files does not meet the same dead device.
   *
   * @throws ActscopeError as `Catalogue.load` and `openRecognizer`; Cancelled if the pool is disposed
   */
  async acquire(variant: string, device: Device | 'auto', { again = false } = {}): Promise<Lease> {
    if (this.#disposed) throw new Cancelled('The recognizer was closed.')
    // By the manifest, as a variant of the user may be removed, and another added under its id.
    const key = `${device} ${JSON.stringify(this.#options.catalogue.find(variant).manifest)}`
    const known = this.#entries.get(key)
    const entry = known === undefined || (again && known.moved) ? this.#add(key, variant, device) : known
    if (known !== undefined && known !== entry && known.users === 0) this.#close(known)
    entry.users++
    let released = false
    const release = (): void => {
      if (released) return
      released = true
      if (--entry.users === 0) this.#retire(key, entry)
    }
    try {
      const recognizer = await entry.recognizer
      if (this.#isDisposed()) throw new Cancelled('The recognizer was closed.')
      return { recognizer, release }
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
      release()
      throw error
    }
  }

  /** Closes everything, also what is still lent, and what still loads as soon as it has. */
  async dispose(): Promise<void> {
    this.#disposed = true
    this.#entries.clear()
    for (const entry of this.#open) this.#close(entry)
    while (this.#closing.size > 0) await Promise.all(this.#closing)
  }

  #add(key: string, variant: string, device: Device | 'auto'): Entry {
    const forget = (): void => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
    }
    const moved = (): void => {
      entry.moved = true
    }
    const entry: Entry = { users: 0, moved: false, recognizer: this.#prepare(variant, device, { forget, moved }) }
    this.#entries.set(key, entry)
    this.#open.add(entry)
    return entry
  }

  /** `forget`: it can no longer be run; whoever asks next should get another. `moved`: see `Entry`. */
  async #prepare(
    variant: string,
    wanted: Device | 'auto',
    { forget, moved }: Readonly<Record<'forget' | 'moved', () => void>>,
  ): Promise<Recognizer> {
    const { outbox } = this.#options
    const start = performance.now()
    const found = wanted === 'auto' ? this.#found.get(variant) : undefined
    const first = await this.#load(variant, found?.device ?? wanted, found?.engine)
    const trials = found?.trials ?? first.trials
    const engine = trials.find(({ status }) => status === 'chosen')?.engine
    if (wanted === 'auto') this.#found.set(variant, { device: first.session.device, engine, trials })
    const session = new SturdySession({
      session: first.session,
      reload: async (device) => (await this.#load(variant, device)).session,
      onLost: ({ from, to, error }) => {
        if (from !== to) this.#found.delete(variant)
        if (to === undefined) forget()
        else if (from !== to) moved()
        outbox.post({
          type: 'device-lost',
          variant,
          from,
          ...(to !== undefined && { to }),
          error: outbox.wire(error),
        })
      },
    })
    outbox.post({
      type: 'variant-loaded',
      variant,
      device: session.device,
      milliseconds: performance.now() - start,
    })
    return { ...first, trials, session, dispose: () => session.dispose() }
  }

  async #load(variant: string, device: Device | 'auto', engine?: EngineName): Promise<Recognizer> {
    const { catalogue, engine: engines, threads } = this.#options
    return openRecognizer(engines, await catalogue.load(variant), {
      device,
      ...(threads !== undefined && { threads }),
      ...(engine !== undefined && { engine }),
    })
  }

  #retire(key: string, entry: Entry): void {
    if (this.#entries.get(key) !== entry) {
      this.#close(entry)
      return
    }
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    const idle = [...this.#entries].filter(([, { users }]) => users === 0)
    for (const [old, unused] of idle.slice(0, -idleKept)) {
      this.#entries.delete(old)
      this.#close(unused)
    }
  }

  #close(entry: Entry): void {
    this.#open.delete(entry)
    const closing = entry.recognizer
      .then((loaded) => loaded.dispose())
      .catch(() => undefined) // it never loaded, or is gone already
      .finally(() => this.#closing.delete(closing))
    this.#closing.add(closing)
  }

  /** It changes while an acquire waits. */
  #isDisposed(): boolean {
    return this.#disposed
  }
}
