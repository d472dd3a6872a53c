import type { Node, Value } from '../graph.ts'
import { elements } from '../shape.ts'
import type { Way } from './choose.ts'
import { folded, unfolded } from './forms.ts'
import { mix, pick, scope, type Rewriting } from './rewriting.ts'
import type { TimeFilter } from './time-filter.ts'
import { productWeights, scaled, stackedWeights, type Scale, type VolumeWeight } from './weights.ts'

type Convolution = Extract<Node, { operator: 'convolution' }>

/**
 * 2D convolutions whose input channels are those of the frames of all taps, side by side; several are added up, and have
 * `scale` in their weights.
 */
export function stackFrames(to: Rewriting, node: Convolution, { filters }: Way<'frames'>, scale: Scale): Value {
  const { name, attributes, parameters, inputs } = node
  const { channels, groups, bias } = attributes
  const weight = weightOf(to, node)
  const frames = to.values.frames(inputs[0]!)
  const alone = filters.length === 1
  const parts = filters.map((filter, i) => {
    const as = alone ? `${name}/stacked` : `${name}/stacked.${i}`
    const read = sideBySide(to, framesOf(to, `${as}/before`, frames, filter), filter.products)
    const withBias = alone ? bias : i === 0
    const made = to.g.convolution(as, read, channels, { ...spaceOf(node), groups, bias: withBias })
    const stacked = weight.taps === 1 ? weight.data : stackedWeights(weight, filter.taps)
    to.made.set(`${scope}.${as}.weight`, alone ? stacked : scaled(stacked, scale.factor))
    if (withBias) to.made.set(`${scope}.${as}.bias`, alone ? to.weights.get(parameters[1]!.name)! : scale.offset)
    return made
  })
  return parts.reduce((sum, part) => to.g.add(sum, part))
}

/** The frames that a filter's rows make; picked where each row is one of them. */
function framesOf(to: Rewriting, name: string, frames: Value, { inputs, taps }: TimeFilter): Value {
  const steps = inputs.map((row) => row.indexOf(1))
  if (taps.length > 1 || steps.some((t) => t < 0)) return mix(to, name, inputs, frames)
  const T = inputs[0]!.length
  return steps.length === T ? frames : folded(to.g, pick(to, unfolded(to.g, frames, T), steps))
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
