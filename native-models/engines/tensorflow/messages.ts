import type { Graph } from '../../graph/graph.ts'
import type { TensorInfo, Tensors } from '../engine.ts'
import type { Device } from '../../choices.ts'

/** What the TensorFlow worker can be asked, and what it answers. Types only. */
export interface TensorflowCalls {
  /** Loads the library at this address. */
  open: { ask: { readonly library: string }; answer: { readonly device: Device } }
  load: {
    ask: { readonly session: number; readonly graph: Graph; readonly weights: ReadonlyMap<string, Float32Array> }
    answer: { readonly inputs: readonly TensorInfo[]; readonly outputs: readonly TensorInfo[] }
  }
  run: { ask: { readonly session: number; readonly inputs: Tensors }; answer: Tensors }
  release: { ask: { readonly session: number }; answer: undefined }
}
