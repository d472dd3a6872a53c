import type { Graph } from './graph.ts'
import { elements } from './shape.ts'

/** What a graph costs, for a batch of one. */
export interface Cost {
  /** Learned numbers: weights, biases, scales and shifts of batch norms; running statistics are not counted (docs/readings.md, Layers). */
  readonly parameters: number
  /** Multiply-accumulates of convolutions, linear layers and matrix products. */
  readonly macs: number
  readonly convolutions: number
  /** FLOPs as Chen et al. (Table 6) print them: MACs of convolutions + 4 per batch-norm element + 2 per MAC of linear layers. */
  readonly paperFlops: number
}

/** Counts a graph: parameters, MACs, convolution layers, and FLOPs as the papers count them. */
export function costOf(graph: Graph): Cost {
  let parameters = 0
  let macs = 0
  let convolutions = 0
  let extra = 0
  for (const node of graph.nodes) {
    for (const { name, shape } of node.parameters)
      if (!/\.running_(mean|var)$/.test(name)) parameters += elements(shape)
    macs += node.macs
    if (node.operator === 'convolution') convolutions += 1
    if (node.operator === 'batchNorm') extra += 4 * elements(node.shape)
    if (node.operator === 'linear') extra += node.macs
  }
  return { parameters, macs, convolutions, paperFlops: macs + extra }
}
