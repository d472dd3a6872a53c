import type { Engine } from './engine.ts'
import { OnnxruntimeEngine } from './onnxruntime/engine.ts'
import { TensorflowEngine } from './tensorflow/engine.ts'

/** Every engine, the one that is always there first. Entries: the workers' scripts, where they lie elsewhere. */
export const allEngines = (
  entries: { readonly onnxruntime?: URL; readonly tensorflow?: URL } = {},
): readonly Engine[] => [
  new OnnxruntimeEngine(entries.onnxruntime),
  new TensorflowEngine(undefined, entries.tensorflow),
]

/** Ends every session of every engine. */
export async function disposeEngines(engines: readonly Engine[]): Promise<void> {
  await Promise.all(engines.map((engine) => engine.dispose()))
}
