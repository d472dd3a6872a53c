import type { Engine } from '../engines/engine.ts'
import type { Device } from '../choices.ts'
import { GraphBuilder } from '../graph/builder.ts'
import { costOf } from '../graph/cost.ts'
import { parametersOf, type Graph } from '../graph/graph.ts'
import { writeOnnx } from '../graph/onnx/write.ts'
import { layoutOf, wholeGraph } from '../networks/network.ts'
import { hashedUniform } from '../weights/hashed-uniform.ts'
import { goldenInput, goldenWeights } from '../weights/init.ts'
import { expectClose, expectEqual, GoldenDifference } from './compare.ts'
import type { ModuleCase, NetworkCase, NetworkFile } from './file.ts'
import { goldenModules, goldenNetworks } from './registry.ts'

const round = (value: number): number => Math.fround(value)

/** Largest |logit - logits64| of a case; throws GoldenDifference at the first thing that differs. */
export async function checkNetwork(
  engine: Engine,
  file: NetworkFile,
  name: string,
  wanted: NetworkCase,
): Promise<number> {
  const where = `${file.network}/${name}`
  const build = goldenNetworks[file.network]
  if (build === undefined) throw new GoldenDifference(`${where}: Actscope has no network of that name`)
  if (wanted.H !== wanted.W)
    throw new GoldenDifference(`${where}: frames must be square, not ${wanted.H} x ${wanted.W}`)
  const network = build({ classes: wanted.logits64.length, frames: wanted.T, size: wanted.H })
  const graph = wholeGraph(network, 'normalized')
  const layout = file.inputLayout === '(1,T,3,H,W)' ? 'TCHW' : 'CTHW'
  expectEqual(`${where}: layout of the input`, layoutOf(network), layout)

  const parameters = parametersOf(graph)
  expectEqual(`${where}: number of parameters`, costOf(graph).parameters, wanted.numParams)
  expectEqual(`${where}: parameters`, sorted(parameters), sorted(wanted.params))

  const taps = Object.keys(wanted.taps).map((tap) => ({ tap, node: nodeOf(graph, tap, where) }))
  const results = await run(
    engine,
    graph,
    goldenWeights(parameters, { gain: wanted.gain, headGain: wanted.headGain, head: file.head }),
    goldenInput(wanted.T, wanted.H, wanted.W, layout),
    taps.map(({ node }) => node),
  )
  const scale = 2e-4 * Math.max(1, wanted.logitStd)
  for (const { tap, node } of taps) {
    const { shape, mean, rms, first, last } = wanted.taps[tap]!
    const values = results[node]!
    const what = `${where}: ${tap}`
    expectEqual(`${what}: shape`, graph.nodes.find((candidate) => candidate.name === node)?.shape, shape)
    const tolerance = 2e-4 * Math.max(1, rms)
    expectClose(`${what}: first values`, values.slice(0, first.length), first, tolerance)
    expectClose(`${what}: last values`, values.slice(-last.length), last, tolerance)
    expectClose(`${what}: mean`, [average(values, (v) => v)], [mean], tolerance)
    expectClose(`${what}: rms`, [Math.sqrt(average(values, (v) => v * v))], [rms], tolerance)
  }
  const logits = results['logits']!
  expectClose(`${where}: logits`, logits, wanted.logits64, scale)
  const top5 = [...logits.keys()].toSorted((a, b) => logits[b]! - logits[a]!).slice(0, 5)
  expectEqual(`${where}: top 5`, top5, wanted.top5)
  return Math.max(...wanted.logits64.map((value, i) => Math.abs(value - logits[i]!)))
}

/** Largest difference of a single module. */
export async function checkModule(engine: Engine, wanted: ModuleCase): Promise<number> {
  const where = `modules/${wanted.name}`
  const build = goldenModules[wanted.name]
  if (build === undefined) throw new GoldenDifference(`${where} (${wanted.config}): Actscope has no such module`)
  const g = new GraphBuilder(wanted.name)
  const graph = g.build({ output: build(g, wanted.name, g.input('x', wanted.inputShape)) })
  const parameters = parametersOf(graph)
  expectEqual(`${where}: parameters`, sorted(parameters), sorted(wanted.params))
  expectEqual(`${where}: shape`, graph.outputs[0]!.value.shape, wanted.outputShape)
  const u = hashedUniform(wanted.inputName)
  const input = Float32Array.from({ length: wanted.inputShape.reduce((a, b) => a * b, 1) }, (_, i) =>
    round((2 * u(i) - 1) * wanted.inputAmplitude),
  )
  const weights = goldenWeights(parameters, { gain: wanted.gain, headGain: wanted.gain, head: '' })
  const { output } = await run(engine, graph, weights, input, [])
  expectClose(where, output!, wanted.output, 2e-4)
  return Math.max(...wanted.output.map((value, i) => Math.abs(value - output![i]!)))
}

async function run(
  engine: Engine,
  graph: Graph,
  weights: Map<string, Float32Array>,
  data: Float32Array,
  taps: readonly string[],
): Promise<Record<string, Float32Array>> {
  const input = graph.inputs[0]!
  const further = [...new Set(taps)].map((name) => ({ name, value: graph.nodes.find((node) => node.name === name)! }))
  const tapped = { ...graph, outputs: [...graph.outputs, ...further] }
  const model = { name: graph.name, onnx: () => writeOnnx(tapped, weights), source: { graph: tapped, weights } }
  const session = await engine.load(model, { device: await deviceOf(engine) })
  try {
    const outputs = await session.run({ [input.name]: { type: 'float32', shape: input.shape, data } })
    return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, Float32Array.from(tensor.data)]))
  } finally {
    await session.dispose()
  }
}

/** The cpu, or what an engine has in its place (TensorFlow with a GPU has that alone). */
async function deviceOf(engine: Engine): Promise<Device> {
  const [first] = (await engine.devices()).filter(({ available }) => available)
  return first?.device ?? 'cpu'
}

/** A tap is a node, or a module such as `cnn2d.layer1`, whose value is that of its last node. */
function nodeOf(graph: Graph, tap: string, where: string): string {
  const node =
    graph.nodes.find(({ name }) => name === tap) ?? graph.nodes.findLast(({ name }) => name.startsWith(`${tap}.`))
  if (node === undefined) throw new GoldenDifference(`${where}: there is no node ${tap}`)
  return node.name
}

const sorted = (parameters: readonly { name: string; shape: readonly number[] }[]): readonly unknown[] =>
  parameters.map(({ name, shape }) => [name, ...shape].join(' ')).toSorted()

function average(values: Float32Array, of: (value: number) => number): number {
  let sum = 0
  for (const value of values) sum += of(value)
  return sum / values.length
}
