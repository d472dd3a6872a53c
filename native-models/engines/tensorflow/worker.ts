/** Entry of the worker thread in which TensorFlow runs: its calls block their thread for as long as they take. */
import { createRequire } from 'node:module'
import type { TensorInfo, Tensors } from '../engine.ts'
import type { TensorFlow } from './library.ts'
import type { TensorflowCalls as Calls } from './messages.ts'
import { loadNetwork, type TensorflowNetwork } from './network.ts'
import { serveCalls } from '../worker/serve.ts'

let tf: TensorFlow | undefined
const networks = new Map<number, TensorflowNetwork>()

/** tfjs-node calls functions that Node 23 took away (https://github.com/tensorflow/tfjs/pull/8425, in no release yet). */
function restoreUtil(): void {
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
  util['isArray'] ??= Array.isArray
}

async function open({ library }: Calls['open']['ask']): Promise<Calls['open']['answer']> {
  if (tf === undefined) {
    restoreUtil()
    const module = (await import(library)) as TensorFlow & { readonly default?: TensorFlow }
    tf = module.default ?? module
    tf.enableProdMode() // no advice is printed into the user's terminal
    await tf.ready()
  }
  const { isUsingGpuDevice = false } = tf.backend() as { readonly isUsingGpuDevice?: boolean }
  return { device: isUsingGpuDevice ? 'cuda' : 'cpu' }
}

function load({ session, graph, weights }: Calls['load']['ask']): Calls['load']['answer'] {
  networks.set(session, loadNetwork(tf!, graph, weights))
  const openBatch = (shape: readonly number[]): TensorInfo['shape'] => ['N', ...shape.slice(1)]
  return {
    inputs: graph.inputs.map(({ name, type, shape }) => ({ name, type, shape: openBatch(shape) })),
    outputs: graph.outputs.map(({ name, value }) => ({ name, type: 'float32', shape: openBatch(value.shape) })),
  }
}

function run({ session, inputs }: Calls['run']['ask']): Tensors {
  const network = networks.get(session)
  if (network === undefined) throw new Error('The session is released.')
  return network.run(inputs)
}

function release({ session }: Calls['release']['ask']): undefined {
  networks.get(session)?.dispose()
  networks.delete(session)
}

serveCalls<Calls>({ open, load, run, release })
