import { GraphBuilder } from '../graph/builder.ts'
import type { Graph, GraphInput, Value } from '../graph/graph.ts'
import type { Attributes } from '../graph/operators.ts'

/** What every network is told. */
export interface NetworkOptions {
  readonly classes: number
  /** Frames of a clip, T. */
  readonly frames: number
  /** Height and width of a frame in pixels. */
  readonly size: number
  /** Factor on the number of channels of every layer; 1 is the paper's network. */
  readonly width: number
}

/**
 * A network that makes a feature map of each frame by itself and classifies the stack of T maps (ECO and its family).
 * `encode` takes frames [N, 3, H, W]; `classify` takes maps [N, T, C, h, w] and gives logits [N, classes].
 */
export interface FrameNetwork {
  readonly kind: 'frames'
  readonly name: string
  readonly options: NetworkOptions
  encode(g: GraphBuilder, frames: Value): Value
  classify(g: GraphBuilder, maps: Value): Value
}

/** Axes of a clip after N: channels first, as 3D convolutions want them, or frames first. */
export type Layout = 'CTHW' | 'TCHW'

/**
 * A network that needs the whole clip at once, as it mixes frames from its first layers on: 3D throughout (layout CTHW),
 * or 2D with something between frames inside its blocks (layout TCHW). `forward` takes a clip and gives logits [N, classes].
 */
export interface VolumeNetwork {
  readonly kind: 'volume'
  readonly layout: Layout
  readonly name: string
  readonly options: NetworkOptions
  forward(g: GraphBuilder, clip: Value): Value
}

export type Network = FrameNetwork | VolumeNetwork

/** How the `clip` of a network is laid out where it is given as normalized channels. */
export const layoutOf = (network: Network): Layout => (network.kind === 'frames' ? 'TCHW' : network.layout)

/** Channels of a layer at the network's width, from the paper's number. */
export const channelsOf =
  ({ width }: NetworkOptions) =>
  (channels: number): number =>
    Math.max(1, Math.round(channels * width))

export type Normalization = Attributes['normalize']

/** ImageNet's statistics, as torchvision, TSN and TSM use them: RGB / 255. */
export const imagenet: Normalization = { scale: 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }

/** What the graphs take: pixels (uint8 RGB, [.., H, W, 3]) with their normalization, or `normalized` float channels. */
export type PixelInput = Normalization | 'normalized'

/**
 * The whole network as one graph. Input `clip`: uint8 [N, T, H, W, 3], or, with `normalized`, float32 in the network's
 * layout: [N, T, 3, H, W] or [N, 3, T, H, W]. Outputs `logits` and `probabilities` [N, classes]: the softmax of the logits,
 * divided by a temperature where there is one.
 */
export function wholeGraph(network: Network, pixels: PixelInput, temperature = 1): Graph {
  const g = new GraphBuilder(network.name)
  const { frames, size } = network.options
  const clip =
    layoutOf(network) === 'TCHW'
      ? frameInput(g, 'clip', [1, frames], size, pixels)
      : volumeInput(g, frames, size, pixels)
  if (network.kind === 'volume') return g.build(withProbabilities(g, network.forward(g, clip), temperature))
  const maps = network.encode(g, g.reshape(clip, [-1, 3, size, size]))
  const stack = g.reshape(maps, [-1, frames, ...maps.shape.slice(1)])
  return g.build(withProbabilities(g, network.classify(g, stack), temperature))
}

/** The 2D part alone. Input `frames`: uint8 [N, H, W, 3] (or float32 [N, 3, H, W]); output `maps` [N, C, h, w]. */
export function encoderGraph(network: FrameNetwork, pixels: PixelInput): Graph {
  const g = new GraphBuilder(`${network.name}.encoder`)
  return g.build({ maps: network.encode(g, frameInput(g, 'frames', [1], network.options.size, pixels)) })
}

/** The 3D part alone. Input `maps`: float32 [N, T, C, h, w]; outputs as of the whole network. */
export function headGraph(network: FrameNetwork, temperature = 1): Graph {
  const map = encoderGraph(network, 'normalized').outputs[0]!.value.shape.slice(1)
  const g = new GraphBuilder(`${network.name}.head`)
  const logits = network.classify(g, g.input('maps', [1, network.options.frames, ...map]))
  return g.build(withProbabilities(g, logits, temperature))
}

function withProbabilities(
  g: GraphBuilder,
  logits: Value,
  temperature: number,
): { logits: Value; probabilities: Value } {
  const scaled = temperature === 1 ? logits : g.affine(logits, 1 / temperature, 0, 'calibrated')
  return { logits, probabilities: g.softmax(scaled, -1, 'probabilities') }
}

/** Frames as channels first: [...leading, 3, H, W]. */
function frameInput(
  g: GraphBuilder,
  name: string,
  leading: readonly number[],
  size: number,
  pixels: PixelInput,
): Value {
  const type: GraphInput['type'] = pixels === 'normalized' ? 'float32' : 'uint8'
  if (pixels === 'normalized') return g.input(name, [...leading, 3, size, size], type)
  const n = leading.length
  const order = [...leading.keys(), n + 2, n, n + 1]
  return g.transpose(g.normalize(g.input(name, [...leading, size, size, 3], type), pixels), order)
}

/** A clip with channels before frames: [N, 3, T, H, W]. */
function volumeInput(g: GraphBuilder, frames: number, size: number, pixels: PixelInput): Value {
  if (pixels === 'normalized') return g.input('clip', [1, 3, frames, size, size])
  return g.transpose(g.normalize(g.input('clip', [1, frames, size, size, 3], 'uint8'), pixels), [0, 4, 1, 2, 3])
}
