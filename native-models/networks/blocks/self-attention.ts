import type { GraphBuilder } from '../../graph/builder.ts'
import type { Value } from '../../graph/graph.ts'

/**
 * Self-attention between the positions of each frame (Zhang et al. 2019, SAGAN, Eq. 1 to 3, frame by frame; docs/readings.md):
 * A_ij = softmax_j(q_i . k_j), o_i = sum_j A_ij v_j, out = gamma o + x. [N, C, S, H, W] -> the same.
 */
export function selfAttention(parent: GraphBuilder, name: string, x: Value): Value {
  const g = parent.at(name)
  const [, c, s, h, w] = x.shape as readonly [number, number, number, number, number]
  const narrow = Math.max(1, Math.floor(c / 8))
  const project = (leaf: string, channels: number): Value => g.convolution(leaf, x, channels, { kernel: 1, bias: true })
  const rows = (value: Value, channels: number): Value =>
    g.reshape(g.transpose(value, [0, 2, 3, 4, 1]), [-1, s, h * w, channels])

  const q = rows(project('query', narrow), narrow) //                                              [N, S, HW, C/8]
  const k = g.reshape(g.transpose(project('key', narrow), [0, 2, 1, 3, 4]), [-1, s, narrow, h * w]) // [N, S, C/8, HW]
  const v = rows(project('value', c), c) //                                                        [N, S, HW, C]
  const o = g.matmul(g.softmax(g.matmul(q, k)), v) //                                              [N, S, HW, C]
  const attended = g.transpose(g.reshape(o, [-1, s, h, w, c]), [0, 4, 1, 2, 3]) //                 [N, C, S, H, W]
  return parent.add(g.multiply(attended, g.parameter('gamma', [1])), x, name)
}
