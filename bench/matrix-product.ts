import type { Engine, Session } from '../native-models/engines/engine.ts'
import { GraphBuilder } from '../native-models/graph/builder.ts'
import { costOf } from '../native-models/graph/cost.ts'
import { parametersOf, type Graph } from '../native-models/graph/graph.ts'
import { writeOnnx } from '../native-models/graph/onnx/write.ts'
import { goldenWeights } from '../native-models/weights/init.ts'

/** Matrix products of n x n, one after another: enough that what goes in and comes out (small) does not count. */
const products = 12

function productGraph(n: number): Graph {
  const g = new GraphBuilder('matrix-product')
  let x = g.input('x', [n, n])
  for (let i = 0; i < products; i++) x = g.linear(`product${i}`, x, n, { bias: false })
  return g.build({ y: g.slice(x, 1, 0, 1) })
}

/** Multiply-accumulates of one run. */
export const productMacs = (n: number): number => costOf(productGraph(n)).macs

/** The fastest that this machine multiplies, in the same engine with the same options: the measure of all else. */
export async function openProduct(engine: Engine, n: number, threads: number): Promise<() => Promise<Float32Array>> {
  const graph = productGraph(n)
  const weights = goldenWeights(parametersOf(graph), { gain: 1, headGain: 1, head: '' })
  const session: Session = await engine.load(
    { name: graph.name, onnx: () => writeOnnx(graph, weights) },
    { device: 'cpu', threads },
  )
  const data = Float32Array.from({ length: n * n }, (_, i) => Math.sin(i))
  return async () => (await session.run({ x: { type: 'float32', shape: [n, n], data } }))['y']!.data as Float32Array
}
