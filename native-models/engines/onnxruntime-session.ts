import { ActscopeError } from '../errors.ts'
import { checkInputs } from './check-inputs.ts'
import type { Device, EngineTensor, Session, TensorInfo, Tensors } from './engine.ts'
import { oneLine } from './onnxruntime-devices.ts'
import { WorkerStopped, type WorkerThread } from './worker-thread.ts'

/** A session that lives in a worker, seen from here. */
export class OnnxruntimeSession implements Session {
  readonly device: Device
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  readonly #model: string
  readonly #session: number
  readonly #thread: WorkerThread
  readonly #leave: () => Promise<void>
  #disposed: Promise<void> | undefined

  /** `leave` tells the engine that the worker has a user less. */
  constructor(made: {
    readonly model: string
    readonly device: Device
    readonly session: number
    readonly thread: WorkerThread
    readonly leave: () => Promise<void>
    readonly inputs: readonly TensorInfo[]
    readonly outputs: readonly TensorInfo[]
  }) {
    this.device = made.device
    this.inputs = made.inputs
    this.outputs = made.outputs
    this.#model = made.model
    this.#session = made.session
    this.#thread = made.thread
    this.#leave = made.leave
  }

  async run(inputs: Tensors): Promise<Tensors> {
    const where = `${this.#model} on ${this.device}`
    if (this.#disposed !== undefined)
      throw new ActscopeError('engine-failed', `${where} is closed.`, { hint: 'Load it again to run it.' })
    checkInputs(this.#model, this.inputs, inputs)
    try {
      const copies = copy(inputs)
      const buffers = Object.values(copies).map(({ data }) => data.buffer as ArrayBuffer)
      return await this.#thread.call('run', { session: this.#session, inputs: copies }, buffers)
    } catch (error) {
      const said = oneLine(error instanceof Error ? error.message : String(error))
      if (error instanceof WorkerStopped)
        throw new ActscopeError('engine-failed', `onnxruntime stopped under ${where}: ${said}.`, {
          hint: 'Load it again; if it stops again, the machine may be short of memory, or use another device.',
          cause: error,
        })
      throw new ActscopeError('engine-failed', `onnxruntime could not run ${where}: ${said}.`, {
        hint: 'Fewer frames at a time need less memory; another device may run it.',
        cause: error,
      })
    }
  }

  dispose(): Promise<void> {
    this.#disposed ??= this.#thread
      .call('release', { session: this.#session })
      .catch(() => undefined) // a worker that is gone holds nothing
      .then(this.#leave)
    return this.#disposed
  }
}

/**
 * The inputs in buffers of their own, to be transferred. Posting them as they are would also copy, but the whole
 * buffer under a view, and a shared buffer not at all.
 */
function copy(inputs: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { type, shape, data }]): [string, EngineTensor] => [
      name,
      { type, shape: [...shape], data: type === 'float32' ? new Float32Array(data) : new Uint8Array(data) },
    ]),
  )
}
