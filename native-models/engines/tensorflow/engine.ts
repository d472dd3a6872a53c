import { libraryMessage } from '../library-message.ts'
import { ActscopeError } from '../../errors.ts'
import { parametersOf, type Graph } from '../../graph/graph.ts'
import type { DeviceReport, Engine, EngineModel, LoadOptions, Session } from '../engine.ts'
import type { Device } from '../../choices.ts'
import { findLibrary, loadFailure, notInstalled, otherDevice, tensorflowPackage } from './library.ts'
import type { TensorflowCalls } from './messages.ts'
import { WorkerSession } from '../worker/session.ts'
import { WorkerStopped, WorkerThread } from '../worker/thread.ts'

type Thread = WorkerThread<TensorflowCalls>

/** What TensorFlow.js can run on in Node. */
const devices = ['cpu', 'cuda'] as const satisfies readonly Device[]

/**
 * TensorFlow.js, in a worker thread, if the user has installed it: it runs our graphs operator by operator, on the GPU
 * if it sees one, else on the cpu. Without it every device has a report that says so, and nothing else happens.
 *
 * One thread, as it has one device. It starts with the first session and ends with the last, and with it goes what it
 * held.
 */
export class TensorflowEngine implements Engine {
  readonly name = 'tensorflow'
  readonly #library: string
  readonly #entry: URL
  #worker: { readonly thread: Thread; users: number } | undefined
  #reports: Promise<readonly DeviceReport[]> | undefined
  #disposed = false
  #lastSession = 0

  /** `library`: a package, or a file, that is TensorFlow.js with its backend. `entry`: the worker's script. */
  constructor(library = tensorflowPackage, entry: URL = new URL('./worker.js', import.meta.url)) {
    this.#library = library
    this.#entry = entry
  }

  devices(): Promise<readonly DeviceReport[]> {
    this.#reports ??= this.#probe()
    return this.#reports
  }

  /** `threads` is not heeded: TensorFlow.js has no word for it, and takes every core. */
  async load(model: EngineModel, { device }: LoadOptions): Promise<Session> {
    const reports = await this.devices()
    const report = reports.find((candidate) => candidate.device === device)
    if (report?.available !== true) throw unavailable(device, reports)
    const { source } = model
    if (source === undefined)
      throw new ActscopeError('device-unavailable', `TensorFlow does not run ${model.name}: it is an ONNX file.`, {
        hint: 'onnxruntime runs it; TensorFlow runs the networks of Actscope itself.',
      })
    const weights = copyOf(source.graph, source.weights)
    const thread = this.#acquire()
    const session = ++this.#lastSession
    const leave = (): Promise<void> => this.#leave(thread)
    try {
      await this.#open(thread)
      const buffers = [...weights.values()].map(({ buffer }) => buffer)
      const described = await thread.call('load', { session, graph: source.graph, weights }, buffers)
      return new WorkerSession({
        library: 'TensorFlow',
        model: model.name,
        device,
        ...described,
        run: (inputs, transfer) => thread.call('run', { session, inputs }, transfer),
        release: () => thread.call('release', { session }),
        leave,
      })
    } catch (error) {
      await leave()
      throw refusal(error, model.name, device)
    }
  }

  /** Its only GPU is a real one, and its cpu is timed as any other. */
  tooSlow(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  async dispose(): Promise<void> {
    this.#disposed = true
    const worker = this.#worker
    this.#worker = undefined
    await worker?.thread.terminate()
  }

  async #probe(): Promise<readonly DeviceReport[]> {
    const absent = (reason: string): readonly DeviceReport[] =>
      devices.map((device) => ({ device, available: false, reason }))
    if (findLibrary(this.#library) === undefined) return absent(notInstalled)
    if (this.#disposed) return absent('TensorFlow is shut down')
    const thread = this.#acquire()
    try {
      const used = await this.#open(thread)
      return devices.map((device) =>
        device === used ? { device, available: true } : { device, available: false, reason: otherDevice(device, used) },
      )
    } catch (error) {
      return absent(loadFailure(error instanceof Error ? error.message : String(error)))
    } finally {
      await this.#leave(thread)
    }
  }

  /** Loads the library in the worker, once. The device that it runs on. */
  async #open(thread: Thread): Promise<Device> {
    const library = findLibrary(this.#library) ?? this.#library
    return (await thread.call('open', { library })).device
  }

  #acquire(): Thread {
    if (this.#disposed)
      throw new ActscopeError('engine-failed', 'TensorFlow is shut down.', { hint: 'Make a new engine.' })
    if (this.#worker === undefined || this.#worker.thread.stopped) {
      beModest()
      this.#worker = { thread: new WorkerThread<TensorflowCalls>(this.#entry), users: 0 }
    }
    this.#worker.users++
    return this.#worker.thread
  }

  async #leave(thread: Thread): Promise<void> {
    if (this.#worker?.thread !== thread || --this.#worker.users > 0) return
    this.#worker = undefined
    await thread.terminate()
  }
}

/**
 * What the native library reads from the environment when it starts: it prints errors alone, and takes of the GPU's
 * memory what it needs, not all, of which onnxruntime wants a part. A worker's own environment does not reach it.
 */
function beModest(): void {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true'
}

/** The weights of a graph in buffers of their own, to be transferred: the caller's may be views of one large file. */
function copyOf(graph: Graph, weights: ReadonlyMap<string, Float32Array>): Map<string, Float32Array<ArrayBuffer>> {
  return new Map(
    parametersOf(graph).map(({ name }) => {
      const values = weights.get(name)
      if (values === undefined)
        throw new ActscopeError('weights-mismatch', `${graph.name}: there are no weights for ${name}`)
      return [name, new Float32Array(values)]
    }),
  )
}

function unavailable(device: Device, reports: readonly DeviceReport[]): ActscopeError {
  const reason = reports.find((report) => report.device === device)?.reason ?? `TensorFlow has no ${device}`
  return new ActscopeError('device-unavailable', `${device} cannot be used: ${reason}.`, {
    hint: 'onnxruntime runs everything; `actscope devices` lists what this machine has.',
  })
}

function refusal(error: unknown, model: string, device: Device): ActscopeError {
  if (error instanceof ActscopeError) return error
  const said = libraryMessage(error instanceof Error ? error.message : String(error))
  const stopped = error instanceof WorkerStopped
  const what = stopped ? `TensorFlow stopped while it loaded` : 'TensorFlow refused'
  return new ActscopeError('engine-failed', `${what} ${model} on ${device}: ${said}.`, {
    hint: stopped
      ? 'Load it again; if it stops again, the machine may be short of memory, or use another device.'
      : 'Use onnxruntime for this network, and report it: it is a fault of Actscope.',
    cause: error,
  })
}
