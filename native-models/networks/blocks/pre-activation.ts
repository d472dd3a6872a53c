import type { GraphBuilder } from '../../graph/builder.ts'
import type { Value } from '../../graph/graph.ts'

export interface PreActivationOptions {
  /** Of a_1 and a_down, on all axes. Default 1. */
  readonly stride?: number
  /** Adds a_down(v), a 3x3x3 convolution, to unit a. */
  readonly projected?: boolean
  /** Unit a is a_2 alone, as in ECO's first stage. */
  readonly single?: boolean
}

/**
 * One stage of ECO's 3D ResNet-18, [N, Cin, T, H, W] -> [N, C, T', H', W'] (ECO-pytorch, C3DRes18.yaml; docs/readings.md, ECO-Lite):
 *
 *     a = a_2(ReLU(a_1_bn(a_1 v))) [+ a_down v]
 *     b = b_2(ReLU(b_1_bn(b_1 ReLU(a_bn a))))
 *     out = ReLU(b_bn(b + a))              the shortcut carries a as it is before its batch norm
 */
export function preActivationStage(
  g: GraphBuilder,
  name: string,
  v: Value,
  channels: number,
  { stride = 1, projected = false, single = false }: PreActivationOptions = {},
): Value {
  const convolution = (leaf: string, x: Value, by = 1): Value =>
    g.convolution(name + leaf, x, channels, { kernel: 3, stride: by, padding: 1, bias: true })
  const bnRelu = (leaf: string, x: Value, as?: string): Value => g.relu(g.batchNorm(name + leaf, x), as)

  let a = convolution('a_2', single ? v : bnRelu('a_1_bn', convolution('a_1', v, stride)))
  if (projected) a = g.add(a, convolution('a_down', v, stride))
  const b = convolution('b_2', bnRelu('b_1_bn', convolution('b_1', bnRelu('a_bn', a))))
  return bnRelu('b_bn', g.add(b, a), name)
}
