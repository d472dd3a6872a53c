/** Entry of the worker thread in which onnxruntime runs: its calls block their thread for as long as they take. */
import { MessageChannel } from 'node:worker_threads'
import { env, InferenceSession, Tensor } from 'onnxruntime-node'
import type { EngineTensor, TensorInfo, Tensors } from '../engine.ts'
import type { OnnxruntimeCalls as Calls } from './messages.ts'
import { sessionOptions } from './options.ts'
import { serveCalls } from '../worker/serve.ts'

env.logLevel = 'fatal' // read when the first session is made; see sessionOptions for the sessions' own

const sessions = new Map<number, InferenceSession>()

function tensorInfo(kind: string, meta: InferenceSession.ValueMetadata): TensorInfo {
  if (!meta.isTensor) throw new Error(`The ${kind} ${meta.name} is not a tensor.`)
  const { name, type, shape } = meta
  if (type !== 'float32' && type !== 'uint8')
    throw new Error(`The ${kind} ${name} is ${type}; only float32 and uint8 are handled.`)
  return { name, type, shape }
}

/**
 * Frees bytes now. onnxruntime has its own copy of the weights; an idle worker may not collect garbage for hours, and
 * would keep the file as well. Node 20 has no ArrayBuffer.transfer(): bytes sent to a closed port are dropped.
 */
function letGo(bytes: Uint8Array): void {
  const { port1, port2 } = new MessageChannel()
  port2.close()
  port1.postMessage(bytes, [bytes.buffer as ArrayBuffer])
  port1.close()
}

async function load({ session: id, onnx, device, threads }: Calls['load']['ask']): Promise<Calls['load']['answer']> {
  const session = await InferenceSession.create(onnx, sessionOptions(device, threads)).finally(() => {
    letGo(onnx)
  })
  try {
    const described = {
      inputs: session.inputMetadata.map((meta) => tensorInfo('input', meta)),
      outputs: session.outputMetadata.map((meta) => tensorInfo('output', meta)),
    }
    sessions.set(id, session)
    return described
  } catch (error) {
    await session.release()
    throw error
  }
}

function toOrt({ type, data, shape }: EngineTensor): Tensor {
  return type === 'float32'
    ? new Tensor('float32', data as Float32Array, shape)
    : new Tensor('uint8', data as Uint8Array, shape)
}

async function run({ session: id, inputs }: Calls['run']['ask']): Promise<Tensors> {
  const session = sessions.get(id)
  if (session === undefined) throw new Error('The session is released.')
  const feeds = Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, toOrt(tensor)]))
  const fetched = await session.run(feeds)
  return Object.fromEntries(
    Object.entries(fetched).map(([name, { type, dims, data }]): [string, EngineTensor] => [
      name,
      { type: type as EngineTensor['type'], shape: dims, data: data as EngineTensor['data'] },
    ]),
  )
}

async function release({ session: id }: Calls['release']['ask']): Promise<undefined> {
  const session = sessions.get(id)
  sessions.delete(id)
  await session?.release()
  return undefined
}

serveCalls<Calls>({ load, run, release })
