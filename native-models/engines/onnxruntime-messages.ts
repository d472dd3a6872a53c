import type { Device, TensorInfo, Tensors } from './engine.ts'

/** What the onnxruntime worker can be asked, and what it answers. Types only. */
export interface Calls {
  load: {
    ask: { readonly session: number; readonly onnx: Uint8Array; readonly device: Device; readonly threads: number }
    answer: { readonly inputs: readonly TensorInfo[]; readonly outputs: readonly TensorInfo[] }
  }
  run: { ask: { readonly session: number; readonly inputs: Tensors }; answer: Tensors }
  release: { ask: { readonly session: number }; answer: undefined }
}

export type CallName = keyof Calls

export type Request = {
  [K in CallName]: { readonly id: number; readonly call: K; readonly ask: Calls[K]['ask'] }
}[CallName]

/** `error` is what onnxruntime said. */
export type Reply =
  { readonly id: number; readonly answer: Calls[CallName]['answer'] } | { readonly id: number; readonly error: string }
