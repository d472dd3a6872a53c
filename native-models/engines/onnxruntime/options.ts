import type { InferenceSession } from 'onnxruntime-node'
import type { Device } from '../../choices.ts'

/** onnxruntime's name for a device ("execution provider"). */
const providers = { cpu: 'cpu', webgpu: 'webgpu', cuda: 'cuda', coreml: 'coreml', directml: 'dml' } as const

/**
 * A session's threads sleep when they have nothing to do. By default they spin for a while, and take the cores from
 * the other session (encoder and head take turns) and from everything else: live on two cores, that was 31 % of the
 * cpu's time instead of 5 %, and a whole pass of the everyday variant took 51 ms instead of 32.
 */
const quiet = { allow_spinning: '0' }

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
      ? { intraOpNumThreads: threads, interOpNumThreads: 1, extra: { session: { intra_op: quiet } } }
      : { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
  }
}
