/** What every engine is: it loads a model on a device, and a session runs it. No library is named here. */
import type { Device, EngineName } from '../choices.ts'
import type { Graph } from '../graph/graph.ts'

/** Numbers going in or coming out, row-major; `data.length` is the product of `shape`. */
export interface EngineTensor {
  readonly type: 'float32' | 'uint8'
  readonly shape: readonly number[]
  readonly data: Float32Array | Uint8Array
}

export type Tensors = Readonly<Record<string, EngineTensor>>

/** An input or an output of a session. A dimension that is a string is open, e.g. the batch `N`. */
export interface TensorInfo {
  readonly name: string
  readonly type: EngineTensor['type']
  readonly shape: readonly (number | string)[]
}

/** What an engine loads. */
export interface EngineModel {
  /** What errors call it. */
  readonly name: string
  /**
   * The model as an ONNX file, weights inside. Made anew at each call: the engine takes the bytes over (their
   * buffer is transferred to its worker, so that 230 MB exist once), and they are gone afterwards.
   */
  onnx(): Uint8Array
  /** The same as Actscope's own graph, for engines that run that. Absent where a file is all that is known. */
  readonly source?: GraphSource
}

/** A graph and its weights, row-major float32 by full parameter name. Engines copy what they need. */
export interface GraphSource {
  readonly graph: Graph
  readonly weights: ReadonlyMap<string, Float32Array>
}

/** Whether a device can be used, and if not why (one sentence). */
export interface DeviceReport {
  readonly device: Device
  readonly available: boolean
  readonly reason?: string
}

export interface LoadOptions {
  readonly device: Device
  /** Threads of a cpu session; without it, one for each physical core. Other devices ignore it. */
  readonly threads?: number
}

/** A model on a device, ready to run. Calls are run one after another, in order. */
export interface Session {
  readonly device: Device
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  /**
   * One forward run, off the calling thread. Inputs are copied when this is called (the caller may write over its
   * buffers at once); outputs belong to the caller.
   * @throws ActscopeError `input-invalid` if the inputs are not what `inputs` says, `engine-failed` otherwise
   */
  run(inputs: Tensors): Promise<Tensors>
  /** Gives the memory back, after the runs that are under way. Later runs are refused. Calling it twice is fine. */
  dispose(): Promise<void>
}

export interface Engine {
  readonly name: EngineName
  /** One report for each device that the engine knows, in the order of `devices`. Found out once. */
  devices(): Promise<readonly DeviceReport[]>
  /**
   * @throws ActscopeError `device-unavailable` if the device is not here or cannot run every node of the graph,
   * `engine-failed` if the engine refuses the model
   */
  load(model: EngineModel, options: LoadOptions): Promise<Session>
  /**
   * Why a device that is here is too slow to be tried with a whole network, or undefined: a graphics card in software
   * answers a graph as any other device does, after minutes. Asked when the device is chosen by time.
   */
  tooSlow(device: Device): Promise<string | undefined>
  /**
   * Ends every session. Runs under way are rejected at once; the promise waits for the native call that a device is
   * in, which nothing can interrupt.
   */
  dispose(): Promise<void>
}
