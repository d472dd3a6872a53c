import type { TensorInfo, Tensors } from '../engine.ts'
import type { Device } from '../../choices.ts'

/** What the onnxruntime worker can be asked, and what it answers. Types only. */
export interface OnnxruntimeCalls {
  load: {
    ask: { readonly session: number; readonly onnx: Uint8Array; readonly device: Device; readonly threads: number }
    answer: { readonly inputs: readonly TensorInfo[]; readonly outputs: readonly TensorInfo[] }
  }
  run: { ask: { readonly session: number; readonly inputs: Tensors }; answer: Tensors }
  release: { ask: { readonly session: number }; answer: undefined }
}
