import { parentPort, workerData } from 'node:worker_threads'
import type { Tensors } from '../engine.ts'
import { NativeCall } from './native-call.ts'
import type { CallTable, Reply, Request } from './calls.ts'

type Answers<Calls extends CallTable<Calls>> = {
  readonly [K in keyof Calls]: (ask: Calls[K]['ask']) => Calls[K]['answer'] | Promise<Calls[K]['answer']>
}

/**
 * The worker's side of `WorkerThread`: answers calls one after another, so that a session is never released or run
 * while another call of it is under way. What `run` answers is transferred, not copied.
 */
export function serveCalls<Calls extends CallTable<Calls> & { readonly run: { readonly answer: Tensors } }>(
  answers: Answers<Calls>,
): void {
  const native = new NativeCall(workerData as SharedArrayBuffer)
  const serve = async <K extends keyof Calls>(id: number, call: K, ask: Calls[K]['ask']): Promise<void> => {
    if (!native.begin()) return // nobody waits for an answer any more
    let reply: Reply<Calls>
    try {
      reply = { id, answer: await answers[call](ask) }
    } catch (error) {
      reply = { id, error: error instanceof Error ? error.message : String(error) }
    } finally {
      native.end()
    }
    parentPort?.postMessage(reply, call === 'run' && 'answer' in reply ? buffersOf(reply.answer as Tensors) : [])
  }
  let queue = Promise.resolve()
  parentPort?.on('message', ({ id, call, ask }: Request<Calls>) => {
    queue = queue.then(() => serve(id, call, ask))
  })
}

/** The buffers of an answer that can be transferred, not copied (a Set: two outputs may share one). */
function buffersOf(tensors: Tensors): ArrayBuffer[] {
  const buffers = Object.values(tensors).map(({ data }) => data.buffer)
  return [...new Set(buffers.filter((buffer) => buffer instanceof ArrayBuffer))]
}
