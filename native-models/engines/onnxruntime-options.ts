import type { InferenceSession } from 'onnxruntime-node'
import type { Device } from './engine.ts'

/** onnxruntime's name for a device ("execution provider"). */
const providers = { cpu: 'cpu', webgpu: 'webgpu', cuda: 'cuda', coreml: 'coreml', directml: 'dml' } as const

/**
 * How a session is made for a device.
 *
 * A device that was asked for runs the whole graph or refuses it: onnxruntime would otherwise give nodes that the
 * device lacks to the cpu without a word, and the window would name a device that does only a part of the work.
 */
export function sessionOptions(device: Device, threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: [providers[device]],
    graphOptimizationLevel: 'all',
    logSeverityLevel: 4, // what matters arrives as an exception; nothing is printed into the user's terminal
    // A pattern is kept for every batch size met: 12 % more memory, no faster. DirectML takes neither patterns nor
    // parallel execution (https://onnxruntime.ai/docs/execution-providers/DirectML-ExecutionProvider.html).
    enableMemPattern: false,
    executionMode: 'sequential',
    ...(device === 'cpu'
      ? { intraOpNumThreads: threads, interOpNumThreads: 1 }
      : { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
  }
}
