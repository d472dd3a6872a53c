import type { Node, Value } from '../graph.ts'
import { elements } from '../shape.ts'
import type { Way } from './choose.ts'
import { folded, unfolded } from './forms.ts'
import { mix, pick, scope, type Rewriting } from './rewriting.ts'
import { productWeights, stackedWeights, type Scale, type VolumeWeight } from './weights.ts'

type Convolution = Extract<Node, { operator: 'convolution' }>

/** One 2D convolution whose input channels are those of the frames of all taps, side by side. */
export function stackFrames(to: Rewriting, node: Convolution, { filter }: Way<'frames'>): Value {
  const { name, attributes, parameters, inputs } = node
  const { channels, groups, bias } = attributes
  const weight = weightOf(to, node)
  const frames = to.values.frames(inputs[0]!)
  const T = to.values.shapeOf(inputs[0]!)[2]!
  const steps = filter.inputs.map((row) => row.indexOf(1))
  const before =
    weight.taps === 1 && steps.every((t) => t >= 0)
      ? steps.length === T
        ? frames
        : folded(to.g, pick(to, unfolded(to.g, frames, T), steps))
      : mix(to, `${name}/before`, filter.inputs, frames)
  const as = `${name}/stacked`
  const made = to.g.convolution(as, sideBySide(to, before, filter.products), channels, {
    ...spaceOf(node),
    groups,
    bias,
  })
  to.made.set(`${scope}.${as}.weight`, weight.taps === 1 ? weight.data : stackedWeights(weight, filter.taps))
  if (bias) to.made.set(`${scope}.${as}.bias`, to.weights.get(parameters[1]!.name)!)
  return made
}

/** Frames mixed before, a group of 2D convolutions for each product, frames mixed after; `scale` is part of the weights. */
export function multiplyFrames(
  to: Rewriting,
  node: Convolution,
  { filter, merge, more }: Way<'products'>,
  scale: Scale,
): Value {
  const { name, attributes, inputs } = node
  const { channels, groups } = attributes
  const frames = to.values.frames(inputs[0]!)
  const filled = more === 0 ? frames : to.g.pad(frames, [0, 0, 0, 0], [0, more, 0, 0])
  const before = mix(to, `${name}/before`, filter.inputs, filled)
  const all = filter.products * channels
  const as = `${name}/products`
  const products = to.g.convolution(as, sideBySide(to, before, filter.products), all, {
    ...spaceOf(node),
    groups: (filter.products * groups) / merge,
    bias: true,
  })
  to.made.set(`${scope}.${as}.weight`, productWeights(weightOf(to, node), filter.taps, scale.factor, { merge, more }))
  const bias = new Float32Array(all)
  bias.set(scale.offset, filter.bias * channels)
  to.made.set(`${scope}.${as}.bias`, bias)
  const each = to.g.reshape(products, [-1, channels, ...products.shape.slice(2)])
  return mix(to, `${name}/after`, filter.outputs, each)
}

/** `count` frames after one another become one frame with all their channels. */
function sideBySide({ g }: Rewriting, frames: Value, count: number): Value {
  const [, c, ...place] = frames.shape
  return count === 1 ? frames : g.reshape(frames, [-1, count * c!, ...place])
}

function weightOf({ weights }: Rewriting, { attributes, parameters }: Convolution): VolumeWeight {
  const { channels, groups, kernel } = attributes
  const [weight] = parameters
  return {
    data: weights.get(weight!.name)!,
    channels,
    inputs: weight!.shape[1]!,
    taps: kernel[0]!,
    area: elements(kernel.slice(1)),
    groups,
  }
}

/** A convolution's window over height and width. */
function spaceOf({ attributes }: Convolution): Record<'kernel' | 'stride' | 'padding' | 'dilation', readonly number[]> {
  const { kernel, stride, padding, dilation } = attributes
  const space = (values: readonly number[]): readonly number[] => values.slice(1)
  return { kernel: space(kernel), stride: space(stride), padding: space(padding), dilation: space(dilation) }
}
