import type { GraphBuilder } from '../../graph/builder.ts'
import type { Value } from '../../graph/graph.ts'

export interface SqueezeExcitation {
  /** Channels are squeezed to channels / reduction, at least one. */
  readonly reduction: number
  readonly bias: boolean
}

/**
 * SE(f) = f * sigmoid(fc2 ReLU(fc1 mean(f))) (Hu et al. 2018, Eq. 2 to 4) over the channels of [N, C, ...], or over
 * another axis: every position of it gets a weight, from the mean over all other axes.
 */
export function squeezeExcitation(
  parent: GraphBuilder,
  name: string,
  f: Value,
  se: SqueezeExcitation,
  axis = 1,
): Value {
  const g = parent.at(name)
  const size = f.shape[axis]!
  const hidden = Math.max(1, Math.floor(size / se.reduction))
  const others = [...f.shape.keys()].filter((other) => other !== 0 && other !== axis)
  const squeezed = g.mean(f, others) //                                                      [N, C]
  const excited = g.linear('fc2', g.relu(g.linear('fc1', squeezed, hidden, se)), size, se) // [N, C]
  const weights = f.shape.map((_, i) => (i === axis ? size : 1)).with(0, -1)
  return parent.multiply(f, g.reshape(g.sigmoid(excited), weights), name) //                 [N, C, 1, 1] over f
}

/**
 * SE(channel) then SE(sequence) with one shortcut around both ("SE + SA on 3D CNN"; docs/readings.md): x + SE_t(SE_c(x)).
 * [N, C, S, H, W] -> the same. The weights of the sequence part fix S.
 */
export function channelSequenceExcitation(parent: GraphBuilder, name: string, x: Value, se: SqueezeExcitation): Value {
  const g = parent.at(name)
  const channel = squeezeExcitation(g, 'channel', x, se)
  return parent.add(x, squeezeExcitation(g, 'sequence', channel, { ...se, reduction: 2 }, 2), name)
}
