import type { Device } from '../choices.ts'
import { ActscopeError } from '../errors.ts'
import type { KeptFrame, NetworkSession, Prediction } from './network-session.ts'

export interface SturdyOptions {
  readonly session: NetworkSession
  /** Loads the same variant again. */
  readonly reload: (device: Device) => Promise<NetworkSession>
  /** A device failed; `to` goes on in its place, or nothing does. */
  readonly onLost: (lost: { readonly from: Device; readonly to: Device | undefined; readonly error: unknown }) => void
}

/** After so many good calls a device has earned another reload. */
const trustedAfter = 100

/**
 * A session that outlives its device: when the engine fails, the variant is loaded once more on the same device, then on
 * the cpu, and the call is made again. Callers see nothing but a longer call. What they keep of frames stays good, as a
 * feature map is the same numbers whatever made it, so the online memory survives as well.
 */
export class SturdySession implements NetworkSession {
  readonly #options: SturdyOptions
  #session: NetworkSession
  #healing: Promise<void> | undefined
  #reloaded = false
  #good = 0
  #closed = false

  constructor(options: SturdyOptions) {
    this.#options = options
    this.#session = options.session
  }

  get device(): Device {
    return this.#session.device
  }

  encode(frames: readonly Uint8Array[]): Promise<readonly KeptFrame[]> {
    return this.#insist((session) => session.encode(frames))
  }

  classify(clip: readonly KeptFrame[]): Promise<Prediction> {
    return this.#insist(async (session) => finite(session.device, await session.classify(clip)))
  }

  async dispose(): Promise<void> {
    this.#closed = true
    await this.#healing?.catch(() => undefined)
    await this.#session.dispose()
  }

  async #insist<T>(call: (session: NetworkSession) => Promise<T>): Promise<T> {
    for (;;) {
      const session = this.#session
      try {
        const result = await call(session)
        if (++this.#good >= trustedAfter) this.#reloaded = false
        return result
      } catch (error) {
        if (this.#closed || !(error instanceof ActscopeError && error.code === 'engine-failed')) throw error
        // Another call may have met the same dead session, and be ahead.
        if (session === this.#session) await (this.#healing ??= this.#heal(session, error))
      }
    }
  }

  async #heal(dead: NetworkSession, error: ActscopeError): Promise<void> {
    const { reload, onLost } = this.#options
    const from = dead.device
    try {
      await dead.dispose()
      const candidates: Device[] = this.#reloaded ? [] : [from]
      if (from !== 'cpu') candidates.push('cpu')
      for (const to of candidates) {
        const next = await reload(to).catch(() => undefined)
        if (next === undefined) continue
        this.#session = next // disposed by `dispose`, which waits for this
        if (this.#closed) throw error
        this.#good = 0
        this.#reloaded = to === from
        onLost({ from, to, error })
        return
      }
      if (!this.#closed) onLost({ from, to: undefined, error })
      throw error
    } finally {
      this.#healing = undefined
    }
  }
}

/** A GPU that is lost may answer with garbage before it says so; one such answer would stay in P_A forever. */
function finite(device: Device, prediction: Prediction): Prediction {
  if (prediction.probabilities.every((p) => Number.isFinite(p))) return prediction
  throw new ActscopeError('engine-failed', `A pass on ${device} gave probabilities that are not numbers.`, {
    hint: 'Choose another device.',
  })
}
