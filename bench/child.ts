import { createInterface } from 'node:readline'
import { OnnxruntimeEngine } from '../native-models/engines/onnxruntime/engine.ts'
import { loadVariant } from '../native-models/models/variant.ts'
import type { Part } from './cases.ts'
import { openProduct } from './matrix-product.ts'
import { memory } from './memory.ts'
import { readNetwork } from './network-workload.ts'
import { openNetwork, openPass, type Pass } from './passes.ts'
import { readManifest } from './workload.ts'

// One case of Actscope in a process of its own, so that its memory is its own. Talks as contender.ts wants:
// `child.js THREADS product N`, `child.js THREADS network|plain 0 FOLDER` or `child.js THREADS PART FRAMES FOLDER`.

const [threads, part, number, folder] = process.argv.slice(2) as [
  string,
  Part | 'product' | 'network' | 'plain',
  string,
  string,
]

const say = (message: object): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

const engine = new OnnxruntimeEngine()
const pass = await open()
let output = await pass() // the first one is slower: memory is touched for the first time
say({ ready: true })

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'end') {
    const { buffer, byteOffset, byteLength } = output
    say({ output: Buffer.from(buffer, byteOffset, byteLength).toString('base64'), ...memory() })
    break
  }
  const atLeast = Number(line)
  const start = performance.now()
  let runs = 0
  do {
    output = await pass()
    runs++
  } while (performance.now() - start < atLeast)
  say({ milliseconds: (performance.now() - start) / runs })
}
await engine.dispose()
process.stdin.destroy()

async function open(): Promise<Pass> {
  const options = { frames: Number(number), threads: Number(threads) }
  if (part === 'product') return openProduct(engine, options.frames, options.threads)
  if (part === 'network' || part === 'plain')
    return openNetwork(engine, readNetwork(folder), options.threads, part === 'plain')
  return openPass(engine, await loadVariant(readManifest(folder), folder), part, options)
}
