import { ActscopeError } from '../errors.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import type { Graph, Node, Value } from '../graph/graph.ts'
import { encoderGraph, headGraph, type FrameNetwork } from './network.ts'

/**
 * What a frame network knows of a clip before its classifier, in blocks. Of maps m [T, C, h, w], pooled p_t = mean of m_t
 * over h and w:
 *
 * - `head`: the input of the classifier of the 3D part;
 * - `appearance`: the mean of p_t over the clip;
 * - `change`: the mean of |p_t+1 - p_t|: how much moves;
 * - `direction`: the mean of p_t over the second half less that over the first: which way it goes.
 *
 * Motion comes from the first, third and fourth; appearance from the second (Zolfaghari et al. 2018 call the two parts so).
 */
export const featureBlocks = ['head', 'appearance', 'change', 'direction'] as const
export type FeatureBlock = (typeof featureBlocks)[number]

export type Features = Readonly<Record<FeatureBlock, Value>>

/** How many numbers each block has, in the order in which they follow one another. */
export function featureSizes(network: FrameNetwork): Readonly<Record<FeatureBlock, number>> {
  const channels = encoderGraph(network, 'normalized').outputs[0]!.value.shape[1]!
  const { input } = beforeClassifier(network)
  return { head: input.shape.at(-1)!, appearance: channels, change: channels, direction: channels }
}

/** The blocks of maps [N, T, C, h, w], each [N, numbers]. */
export function features(g: GraphBuilder, network: FrameNetwork, maps: Value): Features {
  const t = maps.shape[1]!
  const half = Math.floor(t / 2)
  const pooled = g.mean(maps, [3, 4]) //                                                      [N, T, C]
  const steps = g.subtract(g.slice(pooled, 1, 1, t), g.slice(pooled, 1, 0, t - 1)) //         [N, T - 1, C]
  const halves = [g.slice(pooled, 1, t - half, t), g.slice(pooled, 1, 0, half)] as const
  return {
    head: head(g, network, maps),
    appearance: g.mean(pooled, [1]),
    change: g.mean(g.maximum(steps, g.affine(steps, -1, 0)), [1]),
    direction: g.subtract(g.mean(halves[0], [1]), g.mean(halves[1], [1])),
  }
}

/**
 * The same encoder, with its features in the place of a classifier: `classify` gives all blocks, one after another,
 * [N, numbers]. So whatever runs the network gives its features, on any device.
 */
export function featureNetwork(network: FrameNetwork): FrameNetwork {
  const classes = Object.values(featureSizes(network)).reduce((a, b) => a + b)
  return {
    ...network,
    name: `${network.name}.features`,
    options: { ...network.options, classes },
    classify(g, maps) {
      const blocks = features(g, network, maps)
      return g.concat(
        featureBlocks.map((block) => blocks[block]),
        1,
      )
    },
  }
}

/** The head of a network up to its classifier, copied node by node: one function, written once. */
function head(g: GraphBuilder, network: FrameNetwork, maps: Value): Value {
  const { graph, input } = beforeClassifier(network)
  const values = new Map<string, Value>([[graph.inputs[0]!.name, maps]])
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => values.get(name)!)
    values.set(node.name, g.copy(node, inputs, `features.${node.name}`))
    if (node.name === input.name) break
  }
  return values.get(input.name)!
}

/** The head's graph, and what its classifier reads; dropout is none at inference. Throws `graph-invalid`. */
function beforeClassifier(network: FrameNetwork): { graph: Graph; input: Node } {
  const graph = headGraph(network)
  const made = new Map(graph.nodes.map((node) => [node.name, node]))
  const logits = made.get(graph.outputs.find(({ name }) => name === 'logits')!.value.name)
  let input = logits?.operator === 'linear' ? made.get(logits.inputs[0]!) : undefined
  if (input?.operator === 'dropout') input = made.get(input.inputs[0]!)
  if (input?.shape.length === 2) return { graph, input }
  throw new ActscopeError('graph-invalid', `the head of ${network.name} does not end in one linear classifier`)
}
