import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parametersOf } from '../native-models/graph/graph.ts'
import { toJson } from '../native-models/graph/json.ts'
import { imagenet, layoutOf, wholeGraph, type Network } from '../native-models/networks/network.ts'
import { readSafetensors, writeSafetensors } from '../native-models/weights/safetensors.ts'
import { float32Tensor } from '../native-models/weights/tensor.ts'
import { bindWeights } from '../native-models/weights/bind.ts'
import { goldenWeights } from '../native-models/weights/init.ts'
import { networkOf, type NetworkCase } from './network-cases.ts'
import { normalizedOf, pixelsOf } from './workload.ts'

// What both sides of a network's line read, in one folder: which network it is, its graph for PyTorch, its weights, and
// the clip as PyTorch wants it.

const files = { which: 'network.json', graph: 'whole.json', weights: 'weights.safetensors', clip: 'clip.f32' }

/** Self-attention makes differences of the last bit into large ones where its scores are large. */
const gainOf = (name: string): number => (name.includes('-sa') ? 0.8 : 1)

export function writeNetwork(folder: string, { name, options }: NetworkCase): void {
  const network = networkOf({ name, options })
  const graph = wholeGraph(network, 'normalized')
  const parameters = parametersOf(graph)
  const weights = goldenWeights(parameters, { gain: gainOf(name), headGain: 2, head: 'fc' })
  const tensors = parameters.map(({ name: key, shape }) => [key, float32Tensor(weights.get(key)!, shape)] as const)
  const write = (file: string, content: string | Uint8Array): void => {
    writeFileSync(join(folder, file), content)
  }
  write(files.which, JSON.stringify({ name, options }))
  write(files.graph, toJson(graph))
  write(files.weights, writeSafetensors(new Map(tensors)))
  write('setup.json', JSON.stringify({ weights: files.weights }))
  const { frames, size } = network.options
  const clip = normalizedOf(pixelsOf(frames, size), size, imagenet, layoutOf(network))
  write(files.clip, new Uint8Array(clip.buffer))
}

/** The network in a folder, and its weights. */
export function readNetwork(folder: string): { network: Network; weights: ReadonlyMap<string, Float32Array> } {
  const network = networkOf(JSON.parse(readFileSync(join(folder, files.which), 'utf8')) as NetworkCase)
  const { tensors } = readSafetensors(readFileSync(join(folder, files.weights)), files.weights)
  return { network, weights: bindWeights(parametersOf(wholeGraph(network, 'normalized')), tensors, files.weights) }
}
