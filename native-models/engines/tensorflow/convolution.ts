import type { Tensor, Tensor4D, Tensor5D } from '@tensorflow/tfjs-core'
import type { Attributes } from '../../graph/operators.ts'
import { elements, type Shape } from '../../graph/shape.ts'
import type { TensorFlow } from './library.ts'
import { padded } from './window.ts'

/** What a convolution has learned, row-major: weight [out, in / groups, ...kernel], bias [out]. */
export interface Learned {
  readonly shape: Shape
  readonly weight: Float32Array
  readonly bias: Float32Array | undefined
}

/** Makes a tensor that stays until the network is disposed. */
export type Constant = (make: () => Tensor) => Tensor

type Convolution = Attributes['convolution']

/**
 * A convolution over 1, 2 or 3 axes, [N, ..., in] to [N, ..., out]; its weights are put into TensorFlow's order
 * [...kernel, in, out] once, here.
 */
export function convolution(
  tf: TensorFlow,
  constant: Constant,
  attributes: Convolution,
  learned: Learned,
): (x: Tensor) => Tensor {
  const { bias } = learned
  const filtered = filter(tf, constant, attributes, learned)
  if (bias === undefined) return filtered
  const shift = constant(() => tf.tensor1d(bias))
  return (x) => tf.add(filtered(x), shift)
}

function filter(
  tf: TensorFlow,
  constant: Constant,
  attributes: Convolution,
  { shape, weight }: Learned,
): (x: Tensor) => Tensor {
  const { channels, groups, kernel, stride, padding, dilation } = attributes
  if (kernel.length === 1) {
    // One axis is the second of two. The other has a single position, whatever the stride; two different ones are refused
    // by TensorFlow's depthwise kernel.
    const plane = {
      kernel: [1, ...kernel],
      stride: [...stride, ...stride],
      padding: [0, ...padding],
      dilation: [1, ...dilation],
    }
    const over = filter(
      tf,
      constant,
      { ...attributes, ...plane },
      { shape: shape.toSpliced(2, 0, 1), weight, bias: undefined },
    )
    return (x) => tf.squeeze(over(tf.expandDims(x, 1)), [1])
  }
  const dilated = dilation.some((step) => step > 1)
  const depthwise = groups > 1 && groups === channels && shape[1] === 1
  const plainPlane = kernel.length === 2 && !dilated && stride[0] === stride[1]
  if (depthwise && !plainPlane) return byTaps(tf, constant, attributes, weight)

  const reach = reachOf(attributes)
  const window = { kernel: reach, stride, padding }
  if (depthwise) {
    const filters = constant(() => tf.tensor4d(outLast(weight, shape, attributes), [reach[0]!, reach[1]!, channels, 1]))
    return (input) => {
      const { x, pad } = padded(tf, input, window, { fill: 0, same: true })
      return tf.depthwiseConv2d(x as Tensor4D, filters as Tensor4D, stride as [number, number], pad)
    }
  }
  const own = shape.with(0, channels / groups)
  const filters = Array.from({ length: groups }, (_, group) => {
    const values = weight.subarray(group * elements(own), (group + 1) * elements(own))
    return constant(() => tf.tensor(outLast(values, own, attributes), [...reach, own[1]!, own[0]!]))
  })
  return (input) => {
    const { x, pad } = padded(tf, input, window, { fill: 0, same: true })
    if (groups === 1) return slide(tf, x, filters[0]!, stride, pad)
    const results = tf.split(x, groups, x.rank - 1).map((own, group) => slide(tf, own, filters[group]!, stride, pad))
    return tf.concat(results, x.rank - 1)
  }
}

function slide(tf: TensorFlow, x: Tensor, kernel: Tensor, stride: readonly number[], pad: 'same' | 'valid'): Tensor {
  if (x.rank === 4) return tf.conv2d(x as Tensor4D, kernel as Tensor4D, stride as [number, number], pad)
  return tf.conv3d(x as Tensor5D, kernel as Tensor5D, stride as [number, number, number], pad)
}

const reachOf = ({ kernel, dilation }: Convolution): number[] => kernel.map((k, i) => (k - 1) * dilation[i]! + 1)

/** Where each tap of a kernel lies, row-major: its place on every axis. */
function tapsOf({ kernel, dilation }: Convolution): readonly (readonly number[])[] {
  return kernel.reduce<readonly (readonly number[])[]>(
    (taps, k, i) => taps.flatMap((tap) => Array.from({ length: k }, (_, at) => [...tap, at * dilation[i]!])),
    [[]],
  )
}

/**
 * A weight [out, in, ...kernel] in TensorFlow's order, [...kernel, in, out], a dilated one with zeros between its taps:
 * TensorFlow refuses dilation beside a stride, and over time on a cpu.
 */
function outLast(weight: Float32Array, [rows, columns]: Shape, attributes: Convolution): Float32Array {
  const [outs, ins] = [rows!, columns!]
  const reach = reachOf(attributes)
  const places = tapsOf(attributes).map((tap) => tap.reduce((place, at, i) => place * reach[i]! + at, 0))
  const result = new Float32Array(elements(reach) * ins * outs)
  let from = 0
  for (let o = 0; o < outs; o++)
    for (let i = 0; i < ins; i++) for (const place of places) result[(place * ins + i) * outs + o] = weight[from++]!
  return result
}

/**
 * One filter for each channel as a sum over its taps: TensorFlow's depthwise kernel knows neither time nor dilation (it
 * takes the attribute and does not look at it) nor strides that differ.
 */
function byTaps(
  tf: TensorFlow,
  constant: Constant,
  attributes: Convolution,
  weight: Float32Array,
): (x: Tensor) => Tensor {
  const { channels, kernel, stride, padding } = attributes
  const count = elements(kernel)
  const taps = tapsOf(attributes).map((offset, tap) => {
    const values = Float32Array.from({ length: channels }, (_, channel) => weight[channel * count + tap]!)
    return { offset, factor: constant(() => tf.tensor1d(values)) }
  })
  const reach = reachOf(attributes)
  return (input) => {
    const around = padding.map((p): [number, number] => [p, p])
    const x = tf.pad(input, [[0, 0], ...around, [0, 0]])
    const span = reach.map((r, i) => Math.floor((x.shape[i + 1]! - r) / stride[i]!) * stride[i]! + 1)
    const products = taps.map(({ offset, factor }) => {
      const begin = [0, ...offset, 0]
      const end = [x.shape[0], ...offset.map((o, i) => o + span[i]!), channels]
      return tf.mul(tf.stridedSlice(x, begin, end, [1, ...stride, 1]), factor)
    })
    return products.reduce((sum, product) => tf.add(sum, product))
  }
}
