/** A worker that loads anything and dies when it runs, in the way that the model's bytes say. */
import { parentPort } from 'node:worker_threads'
import type { OnnxruntimeCalls } from '../onnxruntime/messages.ts'
import type { Reply, Request } from './calls.ts'

let way = ''
parentPort?.on('message', ({ id, call, ask }: Request<OnnxruntimeCalls>) => {
  if (call === 'load') {
    way = new TextDecoder().decode(ask.onnx)
    if (way === 'exit-at-load') process.exit(7)
  }
  if (call === 'run') {
    if (way === 'exit') process.exit(3)
    if (way === 'throw') throw new Error('std::bad_alloc')
    if (way === 'memory') for (const hoard: number[][] = []; ;) hoard.push(new Array<number>(1e6).fill(hoard.length))
  }
  const reply: Reply<OnnxruntimeCalls> = { id, answer: { inputs: [], outputs: [] } }
  parentPort?.postMessage(reply)
})
