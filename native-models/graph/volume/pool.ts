import type { Node, Value } from '../graph.ts'
import { folded, unfolded } from './forms.ts'
import { mix, pick, type Rewriting } from './rewriting.ts'

type Pool = Extract<Node, { operator: 'pool' }>

/** Pools over space, then over time: the largest of the largest, the mean of the means. [N * T, C, H, W] -> the same. */
export function poolFrames(to: Rewriting, node: Pool): Value {
  const { kernel, stride, padding, mode, ceil } = node.attributes
  const space = { kernel: kernel.slice(1), stride: stride.slice(1), padding: padding.slice(1), ceil }
  let frames = to.values.frames(node.inputs[0]!)
  const T = to.values.shapeOf(node.inputs[0]!)[2]!
  if ([...space.kernel, ...space.stride].some((size) => size > 1))
    frames = mode === 'max' ? to.g.maxPool(frames, space) : to.g.averagePool(frames, space)
  const taps = kernel[0]!
  if (taps === 1 && stride[0] === 1) return frames

  const starts = Array.from({ length: node.shape[2]! }, (_, t) => t * stride[0]! - padding[0]!)
  if (mode === 'average') {
    const within = (start: number): readonly number[] =>
      Array.from({ length: T }, (_, t) => (t >= start && t < start + taps ? 1 / taps : 0))
    return mix(to, `${node.name}/time`, starts.map(within), frames)
  }
  // What lies beyond the ends is never the largest: the nearest frame that the window has stands for it.
  const clip = unfolded(to.g, frames, T)
  const ofTap = (k: number): Value =>
    pick(
      to,
      clip,
      starts.map((start) => Math.min(Math.max(start + k, 0), T - 1)),
    )
  const largest = Array.from({ length: taps }, (_, k) => ofTap(k)).reduce((a, b) => to.g.maximum(a, b))
  return folded(to.g, largest)
}
