import type { Engine, Session, Tensors } from '../native-models/engines/engine.ts'
import type { Graph } from '../native-models/graph/graph.ts'
import { writeOnnx } from '../native-models/graph/onnx/write.ts'
import type { Variant } from '../native-models/models/variant.ts'
import {
  encoderGraph,
  headGraph,
  imagenet,
  wholeGraph,
  type FrameNetwork,
  type Network,
} from '../native-models/networks/network.ts'
import { OnlineRecognizer } from '../native-models/recognition/online/online-recognizer.ts'
import { depthOf } from '../native-models/recognition/online/buffer-sampling.ts'
import { openRecognizer } from '../native-models/recognition/recognizer.ts'
import type { Part } from './cases.ts'
import { mapsOf, pixelsOf } from './workload.ts'

/** One pass from bytes to numbers: logits, or the feature maps of frames. */
export type Pass = () => Promise<Float32Array>

/** Loads a part of a variant on the cpu as Actscope does, and gives its pass. `frames`: how many are encoded at once. */
export async function openPass(
  engine: Engine,
  variant: Variant,
  part: Part,
  { frames, threads }: { readonly frames: number; readonly threads: number },
): Promise<Pass> {
  if (!('weights' in variant)) throw new TypeError(`${variant.manifest.id} has no parts.`)
  const { manifest, weights } = variant
  const network = variant.network as FrameNetwork
  const { normalization } = manifest.preprocessing
  const { frames: T, size } = network.options
  const pixels = pixelsOf(T, size)
  const load = (graph: Graph): Promise<Session> => loadGraph(engine, graph, weights, threads)
  switch (part) {
    case 'whole': {
      const clip = { type: 'uint8', shape: [1, T, size, size, 3], data: pixels } as const
      return passOf(await load(wholeGraph(network, normalization)), { clip }, 'logits')
    }
    case 'frames': {
      const data = pixels.subarray(0, frames * size * size * 3)
      const batch = { type: 'uint8', shape: [frames, size, size, 3], data } as const
      return passOf(await load(encoderGraph(network, normalization)), { frames: batch }, 'maps')
    }
    case 'head': {
      const graph = headGraph(network)
      const maps = { type: 'float32', shape: graph.inputs[0]!.shape, data: mapsOf(network) } as const
      return passOf(await load(graph), { maps }, 'logits')
    }
    case 'online':
      return onlinePass(engine, variant, pixels, threads)
  }
}

/** A whole network of any kind on the cpu, from RGB bytes to logits; `plain`: the engine is not told its graph. */
export async function openNetwork(
  engine: Engine,
  { network, weights }: { readonly network: Network; readonly weights: ReadonlyMap<string, Float32Array> },
  threads: number,
  plain: boolean,
): Promise<Pass> {
  const { frames: T, size } = network.options
  const clip = { type: 'uint8', shape: [1, T, size, size, 3], data: pixelsOf(T, size) } as const
  return passOf(await loadGraph(engine, wholeGraph(network, imagenet), weights, threads, plain), { clip }, 'logits')
}

const loadGraph = (
  engine: Engine,
  graph: Graph,
  weights: ReadonlyMap<string, Float32Array>,
  threads: number,
  plain = false,
): Promise<Session> =>
  engine.load(
    { name: graph.name, onnx: () => writeOnnx(graph, weights), ...(!plain && { source: { graph, weights } }) },
    { device: 'cpu', threads },
  )

const passOf =
  (session: Session, inputs: Tensors, output: string): Pass =>
  async () =>
    (await session.run(inputs))[output]!.data as Float32Array

/** The live recognizer itself, fed with the clip's frames round and round, from when its memory is full. */
async function onlinePass(engine: Engine, variant: Variant, pixels: Uint8Array, threads: number): Promise<Pass> {
  const { frames: T, size } = variant.network.options
  const live = new OnlineRecognizer(await openRecognizer(engine, variant, { device: 'cpu', threads }), {
    passesPerBlock: 1,
  })
  const length = size * size * 3
  let offered = 0
  const pass: Pass = async () => {
    for (;;) {
      const frame = offered++ % T
      const done = await live.offer(offered, () => pixels.subarray(frame * length, (frame + 1) * length))
      if (done !== undefined) return done.prediction.logits
    }
  }
  for (let i = 1; i < depthOf(T); i++) await pass()
  return pass
}
