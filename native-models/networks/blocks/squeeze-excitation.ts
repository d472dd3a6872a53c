import type { GraphBuilder } from '../../graph/builder.ts'
import type { Value } from '../../graph/graph.ts'

export interface SqueezeExcitation {
  /** Channels are squeezed to channels / reduction, at least one. */
  readonly reduction: number
  readonly bias: boolean
}

/** SE(f) = f * sigmoid(fc2 ReLU(fc1 mean(f))) over the channels of [N, C, ...] (Hu et al. 2018, Eq. 2 to 4). */
export function squeezeExcitation(parent: GraphBuilder, name: string, f: Value, se: SqueezeExcitation): Value {
  const g = parent.at(name)
  const [, channels, ...space] = f.shape
  const hidden = Math.max(1, Math.floor(channels! / se.reduction))
  const squeezed = g.mean(
    f,
    [...space.keys()].map((axis) => axis + 2),
  ) //                      [N, C]
  const excited = g.linear('fc2', g.relu(g.linear('fc1', squeezed, hidden, se)), channels!, se) // [N, C]
  const scale = g.reshape(g.sigmoid(excited), [-1, channels!, ...space.map(() => 1)]) //       [N, C, 1, 1]
  return parent.multiply(f, scale, name)
}
