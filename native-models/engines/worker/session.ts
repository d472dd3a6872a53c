import { libraryMessage } from '../library-message.ts'
import { ActscopeError } from '../../errors.ts'
import { checkInputs } from '../check-inputs.ts'
import type { EngineTensor, Session, TensorInfo, Tensors } from '../engine.ts'
import type { Device } from '../../choices.ts'
import { WorkerStopped } from './thread.ts'

/** How a session is reached. */
export interface Remote {
  /** What errors call the library that runs it. */
  readonly library: string
  readonly model: string
  readonly device: Device
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  /** One run in the worker; `buffers` are those of the inputs, to be transferred. */
  readonly run: (inputs: Tensors, buffers: ArrayBuffer[]) => Promise<Tensors>
  /** Gives back what the worker holds for it. */
  readonly release: () => Promise<unknown>
  /** Tells the engine that the worker has a user less. */
  readonly leave: () => Promise<void>
}

/** A session that lives in a worker, seen from here. */
export class WorkerSession implements Session {
  readonly device: Device
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  readonly #remote: Remote
  #disposed: Promise<void> | undefined

  constructor(remote: Remote) {
    this.device = remote.device
    this.inputs = remote.inputs
    this.outputs = remote.outputs
    this.#remote = remote
  }

  async run(inputs: Tensors): Promise<Tensors> {
    const { library, model } = this.#remote
    const where = `${model} on ${this.device}`
    if (this.#disposed !== undefined)
      throw new ActscopeError('engine-failed', `${where} is closed.`, { hint: 'Load it again to run it.' })
    checkInputs(model, this.inputs, inputs)
    try {
      const copies = copy(inputs)
      const buffers = Object.values(copies).map(({ data }) => data.buffer as ArrayBuffer)
      return await this.#remote.run(copies, buffers)
    } catch (error) {
      const said = libraryMessage(error instanceof Error ? error.message : String(error))
      if (error instanceof WorkerStopped)
        throw new ActscopeError('engine-failed', `${library} stopped under ${where}: ${said}.`, {
          hint: 'Load it again; if it stops again, the machine may be short of memory, or use another device.',
          cause: error,
        })
      throw new ActscopeError('engine-failed', `${library} could not run ${where}: ${said}.`, {
        hint: 'Fewer frames at a time need less memory; another device may run it.',
        cause: error,
      })
    }
  }

  dispose(): Promise<void> {
    this.#disposed ??= this.#remote
      .release()
      .catch(() => undefined) // a worker that is gone holds nothing
      .then(this.#remote.leave)
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
