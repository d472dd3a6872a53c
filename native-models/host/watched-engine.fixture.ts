import type { Engine, EngineModel, LoadOptions, Session } from '../engines/engine.ts'
import { ActscopeError } from '../errors.ts'

/** An engine whose sessions are counted, and that can be made to wait, and to fail. */
export class WatchedEngine implements Engine {
  readonly name = 'onnxruntime'
  readonly #engine: Engine
  #held: Promise<void> | undefined
  /** Sessions that are loaded and not disposed. */
  sessions = 0
  /** Loads so far. */
  loads = 0
  runs = 0
  peakRuns = 0
  /** So many of the coming runs fail, as if the device were gone. */
  failures = 0
  /** Called in every run: what it does takes part in what the run takes. */
  onRun: () => void = () => undefined
  /** `webgpu` is the cpu under another name, until it is lost: then every run on it fails. */
  gpu: 'none' | 'works' | 'lost' = 'none'
  #running = 0

  constructor(engine: Engine) {
    this.#engine = engine
  }

  devices(): ReturnType<Engine['devices']> {
    return this.#engine.devices()
  }

  tooSlow(device: Parameters<Engine['tooSlow']>[0]): ReturnType<Engine['tooSlow']> {
    return this.#engine.tooSlow(device)
  }

  /** Runs wait from here on; call what this returns to let them go. */
  hold(): () => void {
    let go: () => void = () => undefined
    this.#held = new Promise((resolve) => (go = resolve))
    return () => {
      this.#held = undefined
      go()
    }
  }

  async load(model: EngineModel, options: LoadOptions): Promise<Session> {
    const { device } = options
    const played = device === 'webgpu' && this.gpu !== 'none'
    const session = await this.#engine.load(model, played ? { ...options, device: 'cpu' } : options)
    this.sessions++
    this.loads++
    let disposed = false
    return {
      ...{ device, inputs: session.inputs, outputs: session.outputs },
      run: async (inputs) => {
        this.runs++
        this.peakRuns = Math.max(this.peakRuns, ++this.#running)
        try {
          await this.#held
          this.onRun()
          if (this.failures > 0 || (played && this.gpu === 'lost')) {
            this.failures = Math.max(0, this.failures - 1)
            throw new ActscopeError('engine-failed', 'The device is gone.')
          }
          return await session.run(inputs)
        } finally {
          this.#running--
        }
      },
      dispose: async () => {
        if (!disposed) this.sessions--
        disposed = true
        await session.dispose()
      },
    }
  }

  dispose(): Promise<void> {
    return this.#engine.dispose()
  }
}
