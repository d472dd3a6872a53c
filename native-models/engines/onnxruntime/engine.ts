import { libraryMessage } from '../library-message.ts'
import { ActscopeError } from '../../errors.ts'
import { writeOnnx } from '../../graph/onnx/write.ts'
import { lowerVolumes } from '../../graph/volume/lower.ts'
import { type DeviceReport, type Engine, type EngineModel, type LoadOptions, type Session } from '../engine.ts'
import { devices, type Device } from '../../choices.ts'
import { absentReason, probeFailure } from './devices.ts'
import type { OnnxruntimeCalls } from './messages.ts'
import { probeModel, tooSlowReason } from './probe.ts'
import { defaultThreads } from '../threads.ts'
import { WorkerSession } from '../worker/session.ts'
import { WorkerStopped, WorkerThread } from '../worker/thread.ts'

type Thread = WorkerThread<OnnxruntimeCalls>

/**
 * onnxruntime, in worker threads: one for each device in use.
 *
 * One for each device, because a device does one thing at a time anyway (two sessions on the cpu would only take
 * each other's cores, and webgpu has one GPU context for a process), while a slow device must not hold up another.
 * The worker starts with the first session on its device and ends with the last, and with it goes what it held.
 */
export class OnnxruntimeEngine implements Engine {
  readonly name = 'onnxruntime'
  readonly #entry: URL
  readonly #workers = new Map<Device, { thread: Thread; users: number }>()
  readonly #reports = new Map<Device, Promise<DeviceReport>>()
  #disposed = false
  #lastSession = 0

  /** `entry`: the worker's script; tests replace it. */
  constructor(entry: URL = new URL('./worker.js', import.meta.url)) {
    this.#entry = entry
  }

  devices(): Promise<readonly DeviceReport[]> {
    return Promise.all(devices.map((device) => this.#report(device)))
  }

  async load(model: EngineModel, { device, threads }: LoadOptions): Promise<Session> {
    if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1))
      throw new ActscopeError('input-invalid', `${threads} threads cannot be used: a whole number from 1 on is needed.`)
    const report = await this.#report(device)
    if (!report.available) throw await this.#unavailable(device, report.reason ?? '')
    const onnx = transferable(model.name, bytesFor(model, device))
    const thread = this.#acquire(device)
    const session = ++this.#lastSession
    const leave = (): Promise<void> => this.#leave(device, thread)
    try {
      const ask = { session, onnx, device, threads: threads ?? defaultThreads() }
      const described = await thread.call('load', ask, [onnx.buffer])
      return new WorkerSession({
        library: this.name,
        model: model.name,
        device,
        ...described,
        run: (inputs, buffers) => thread.call('run', { session, inputs }, buffers),
        release: () => thread.call('release', { session }),
        leave,
      })
    } catch (error) {
      await leave()
      throw refusal(error, model.name, device)
    }
  }

  async tooSlow(device: Device): Promise<string | undefined> {
    if (device === 'cpu') return undefined
    const session = await this.load({ name: 'the speed probe', onnx: probeModel }, { device })
    try {
      return await tooSlowReason((inputs) => session.run(inputs))
    } finally {
      void session.dispose() // a probe that was given up ends later
    }
  }

  async dispose(): Promise<void> {
    this.#disposed = true
    const workers = [...this.#workers.values()]
    this.#workers.clear()
    await Promise.all(workers.map(({ thread }) => thread.terminate()))
  }

  #report(device: Device): Promise<DeviceReport> {
    const known = this.#reports.get(device)
    if (known !== undefined) return known
    const report = this.#probe(device).then((reason): DeviceReport => {
      return reason === undefined ? { device, available: true } : { device, available: false, reason }
    })
    this.#reports.set(device, report)
    return report
  }

  /** Why the device cannot be used, or undefined. The cpu is always there; what it refuses, it says when it loads. */
  async #probe(device: Device): Promise<string | undefined> {
    const absent = absentReason(device)
    if (device === 'cpu' || absent !== undefined || this.#disposed) return absent
    const thread = this.#acquire(device)
    const session = ++this.#lastSession
    try {
      await thread.call('load', { session, onnx: probeModel(), device, threads: 1 })
      await thread.call('release', { session })
      return undefined
    } catch (error) {
      return probeFailure(device, (error as Error).message)
    } finally {
      await this.#leave(device, thread)
    }
  }

  #acquire(device: Device): Thread {
    if (this.#disposed)
      throw new ActscopeError('engine-failed', 'onnxruntime is shut down.', { hint: 'Make a new engine.' })
    let worker = this.#workers.get(device)
    if (worker === undefined || worker.thread.stopped) {
      worker = { thread: new WorkerThread<OnnxruntimeCalls>(this.#entry), users: 0 }
      this.#workers.set(device, worker)
    }
    worker.users++
    return worker.thread
  }

  async #leave(device: Device, thread: Thread): Promise<void> {
    const worker = this.#workers.get(device)
    if (worker?.thread !== thread || --worker.users > 0) return
    this.#workers.delete(device)
    await thread.terminate()
  }

  async #unavailable(device: Device, reason: string): Promise<ActscopeError> {
    const working = (await this.devices()).filter(({ available }) => available).map(({ device: name }) => name)
    return new ActscopeError('device-unavailable', `${device} cannot be used: ${reason}.`, {
      hint: `Use ${working.join(' or ')}; \`actscope devices\` lists what this machine has.`,
    })
  }
}

/** On the cpu 3D convolutions are slower than 2D ones: where the graph is known, it is written with the latter. */
function bytesFor(model: EngineModel, device: Device): Uint8Array {
  if (device !== 'cpu' || model.source === undefined) return model.onnx()
  const { graph, weights } = lowerVolumes(model.source)
  return graph === model.source.graph ? model.onnx() : writeOnnx(graph, weights)
}

/** The bytes of a model in a buffer of their own, so that it can be transferred to the worker. */
function transferable(name: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (bytes.byteLength === 0)
    throw new ActscopeError('engine-failed', `${name} has no ONNX bytes.`, {
      hint: 'The file is empty, or the bytes were loaded before: each load needs its own.',
    })
  const { buffer } = bytes
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength) return bytes as Uint8Array<ArrayBuffer>
  return new Uint8Array(bytes)
}

function refusal(error: unknown, model: string, device: Device): ActscopeError {
  if (error instanceof ActscopeError) return error
  const said = libraryMessage(error instanceof Error ? error.message : String(error))
  if (error instanceof WorkerStopped)
    return new ActscopeError('engine-failed', `onnxruntime stopped while it loaded ${model} on ${device}: ${said}.`, {
      hint: 'Load it again; if it stops again, the machine may be short of memory, or use another device.',
      cause: error,
    })
  if (said.includes('fallback to CPU EP has been explicitly disabled'))
    return new ActscopeError('device-unavailable', `${device} lacks an operator that ${model} needs.`, {
      hint: 'Use cpu, which has all of them.',
      cause: error,
    })
  return new ActscopeError('engine-failed', `onnxruntime refused ${model} on ${device}: ${said}.`, {
    hint: 'The model must be an ONNX file whose operators onnxruntime knows, with float32 or uint8 inputs and outputs.',
    cause: error,
  })
}
