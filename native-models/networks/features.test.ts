import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import type { EngineTensor } from '../engines/engine.ts'
import { OnnxruntimeEngine } from '../engines/onnxruntime/engine.ts'
import { parametersOf, type Graph } from '../graph/graph.ts'
import { writeOnnx } from '../graph/onnx/write.ts'
import { initialiseWeights } from '../weights/init.ts'
import { featureNetwork, featureSizes } from './features.ts'
import { networkNamed } from './index.ts'
import { headGraph, wholeGraph, type FrameNetwork } from './network.ts'
import { taughtNetwork } from './taught.ts'

const engine = new OnnxruntimeEngine()
after(() => engine.dispose())

const shape = { classes: 3, frames: 4, size: 32, width: 0.125 }

function frameNetwork(name: string): FrameNetwork {
  const network = networkNamed(name).build(shape)
  assert.equal(network.kind, 'frames')
  return network
}

async function outputs(graph: Graph, weights: ReadonlyMap<string, Float32Array>, maps: EngineTensor) {
  const session = await engine.load({ name: graph.name, onnx: () => writeOnnx(graph, weights) }, { device: 'cpu' })
  const { logits } = await session.run({ maps })
  await session.dispose()
  return logits!.data as Float32Array
}

function someMaps(network: FrameNetwork): EngineTensor {
  const size = headGraph(network).inputs[0]!.shape
  const count = size.reduce((a, b) => a * b)
  return { type: 'float32', shape: size, data: Float32Array.from({ length: count }, (_, i) => ((i * 7919) % 101) / 50) }
}

for (const name of ['res34-se-im-net', 'resnet34-3dres18', 'eco-lite']) {
  test(`${name}: the features are those of its definition, and its classifier reads the first block`, async () => {
    const network = frameNetwork(name)
    const weights = initialiseWeights(parametersOf(wholeGraph(network, 'normalized')), 5)
    const maps = someMaps(network)
    const found = await outputs(headGraph(featureNetwork(network)), weights, maps)
    const { head, appearance: C } = featureSizes(network)
    assert.equal(found.length, head + 3 * C)

    const logits = await outputs(headGraph(network), weights, maps)
    const fc = name === 'eco-lite' ? 'fc_final' : 'fc'
    const [w, b] = [weights.get(`${fc}.weight`)!, weights.get(`${fc}.bias`)!]
    logits.forEach((logit, k) => {
      let sum = b[k]!
      for (let i = 0; i < head; i++) sum += w[k * head + i]! * found[i]!
      assert.ok(Math.abs(sum - logit) < 1e-4, `${sum} and ${logit}`)
    })

    const [, T] = maps.shape
    const values = [...maps.data]
    const area = values.length / (T! * C)
    const pooled = (t: number, c: number): number => {
      const from = (t * C + c) * area
      return values.slice(from, from + area).reduce((x, y) => x + y, 0) / area
    }
    for (let c = 0; c < C; c++) {
      const p = Array.from({ length: T! }, (_, t) => pooled(t, c))
      const expected = [
        p.reduce((x, y) => x + y) / 4,
        (Math.abs(p[1]! - p[0]!) + Math.abs(p[2]! - p[1]!) + Math.abs(p[3]! - p[2]!)) / 3,
        (p[2]! + p[3]! - p[0]! - p[1]!) / 2,
      ]
      expected.forEach((value, block) => {
        assert.ok(Math.abs(found[head + block * C + c]! - value) < 1e-4)
      })
    }
  })
}

test('a taught network is what its definition says; its whole graph is encoder and head', async () => {
  const base = frameNetwork('res34-se-im-net')
  const network = taughtNetwork(base, { prototypes: 2 })
  const parameters = parametersOf(wholeGraph(network, 'normalized'))
  const names = new Set(parameters.map(({ name }) => name))
  assert.ok(!names.has('fc.weight') && names.has('taught.head.centre') && names.has('cnn2d.conv1.weight'))
  const taught = parameters.filter(({ name }) => name.startsWith('taught.'))
  const weights = new Map(
    initialiseWeights(
      parameters.filter((parameter) => !taught.includes(parameter)),
      5,
    ),
  )
  for (const { name, shape: sizes } of taught) {
    const count = sizes.reduce((a, b) => a * b)
    weights.set(
      name,
      Float32Array.from({ length: count }, (_, i) => (((i + name.length) * 31) % 17) / 9),
    )
  }
  const maps = someMaps(base)
  const logits = await outputs(headGraph(network), weights, maps)
  const all = await outputs(headGraph(featureNetwork(base)), weights, maps)
  const z: number[] = []
  let at = 0
  for (const [block, size] of Object.entries(featureSizes(base))) {
    const [centre, scale] = ['centre', 'scale'].map((leaf) => weights.get(`taught.${block}.${leaf}`)!)
    const u = Array.from({ length: size }, (_, i) => (all[at + i]! - centre![i]!) * scale![i]!)
    const length = Math.hypot(...u)
    z.push(...u.map((x) => x / length / 2))
    at += size
  }
  const dot = (leaf: string, row: number): number =>
    z.reduce((sum, x, i) => sum + x * weights.get(`taught.${leaf}.weight`)![row * z.length + i]!, 0)
  const scores = [0, 1].map((k) => dot('scores', k) + weights.get('taught.scores.bias')![k]!)
  const nearest = Math.max(dot('prototypes', 0), dot('prototypes', 1))
  const unknown = Math.max(...scores) + weights.get('taught.limit')![0]! - nearest
  ;[...scores, unknown].forEach((value, i) => {
    assert.ok(Math.abs(value - logits[i]!) < 1e-3, `${value} and ${logits[i]!}`)
  })
})
