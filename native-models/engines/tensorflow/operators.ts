import type { Tensor } from '@tensorflow/tfjs-core'
import type { Node, Parameter } from '../../graph/graph.ts'
import type { OperatorName } from '../../graph/operators.ts'
import { axisOf } from '../../graph/shape.ts'
import { convolution, type Constant, type Learned } from './convolution.ts'
import { arranged, channelsLast, plain, reshaped, together, transposed, withLast, type Laid } from './layout.ts'
import type { TensorFlow } from './library.ts'
import { pooled } from './pool.ts'

/** What an operator's lowering may do at load: read weights, keep constants. */
export interface Lowering {
  readonly tf: TensorFlow
  readonly weights: (parameter: Parameter) => Float32Array
  readonly constant: Constant
}

/** One node at work. Every tensor that it makes besides its result is disposed after it. */
export type Step = (inputs: readonly Laid[]) => Laid

export type NodeOf<Name extends OperatorName> = Extract<Node, { operator: Name }>
type Lower<Name extends OperatorName> = (to: Lowering, node: NodeOf<Name>) => Step

/** An operator that does the same to each number: the order is kept. */
const each =
  <Name extends OperatorName>(make: (tf: TensorFlow, x: Tensor, node: NodeOf<Name>) => Tensor): Lower<Name> =>
  ({ tf }, node) =>
  ([x]) => ({ tensor: make(tf, x!.tensor, node), order: x!.order })

const pairs =
  <Name extends OperatorName>(make: (tf: TensorFlow, a: Tensor, b: Tensor) => Tensor): Lower<Name> =>
  ({ tf }) =>
  ([x, y]) => {
    const { a, b, order } = together(tf, x!, y!)
    return { tensor: make(tf, a, b), order }
  }

/** One number for each position of `axis`, shaped so that it meets that axis in a tensor of this order. */
function along(tf: TensorFlow, values: Tensor, { order }: Laid, axis: number): Tensor {
  if (order.at(-1) === axis) return values
  return tf.reshape(
    values,
    order.map((other) => (other === axis ? values.size : 1)),
  )
}

/** factor * x + offset, one of each for every position of an axis. */
function affineAlong(
  to: Lowering,
  factor: Float32Array,
  offset: Float32Array,
  axisFor: (rank: number) => number,
): Step {
  const { tf } = to
  const [scale, shift] = [to.constant(() => tf.tensor1d(factor)), to.constant(() => tf.tensor1d(offset))]
  return ([x]) => {
    const axis = axisFor(x!.order.length)
    const scaled = tf.mul(x!.tensor, along(tf, scale, x!, axis))
    return { tensor: tf.add(scaled, along(tf, shift, x!, axis)), order: x!.order }
  }
}

/** A batch norm as factor * x + offset, one of each for every channel. */
export function foldedNorm(
  { weights }: Lowering,
  node: NodeOf<'batchNorm'>,
): { factor: Float32Array; offset: Float32Array } {
  const [weight, bias, mean, variance] = node.parameters.map(weights) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  const factor = weight.map((w, i) => w / Math.sqrt(variance[i]! + node.attributes.epsilon))
  return { factor, offset: bias.map((b, i) => b - mean[i]! * factor[i]!) }
}

/** A convolution, and the batch norm that follows it if nothing else wants the value between. */
export function lowerConvolution(to: Lowering, node: NodeOf<'convolution'>, norm?: NodeOf<'batchNorm'>): Step {
  const { tf } = to
  const over = convolution(tf, to.constant, node.attributes, learnedBy(to, node, norm))
  return ([x]) => {
    const order = channelsLast(x!.order.length)
    return { tensor: over(arranged(tf, x!, order).tensor), order }
  }
}

function learnedBy(to: Lowering, node: NodeOf<'convolution'>, norm: NodeOf<'batchNorm'> | undefined): Learned {
  const [kernel, shift] = node.parameters
  const { shape } = kernel!
  const weight = to.weights(kernel!)
  const bias = shift === undefined ? undefined : to.weights(shift)
  if (norm === undefined) return { shape, weight, bias }
  const { factor, offset } = foldedNorm(to, norm)
  const row = weight.length / factor.length
  return {
    shape,
    weight: weight.map((value, i) => value * factor[Math.floor(i / row)]!),
    bias: offset.map((value, i) => value + (bias?.[i] ?? 0) * factor[i]!),
  }
}

/** A matrix for `matMul`: as it lies if its last two axes are in order or swapped, else in the graph's order. */
function matrix(tf: TensorFlow, laid: Laid): { tensor: Tensor; swapped: boolean } {
  const rank = laid.order.length
  const swapped = [...plain(rank - 2), rank - 1, rank - 2]
  if (laid.order.every((axis, i) => axis === swapped[i])) return { tensor: laid.tensor, swapped: true }
  return { tensor: arranged(tf, laid, plain(rank)).tensor, swapped: false }
}

/** Every operator in TensorFlow.js. Values come in any order of axes, and leave in the one that came for free. */
export const lowerings: { readonly [Name in OperatorName]: Lower<Name> } = {
  convolution: lowerConvolution,
  batchNorm: (to, node) => {
    const { factor, offset } = foldedNorm(to, node)
    return affineAlong(to, factor, offset, () => 1)
  },
  pool:
    ({ tf }, node) =>
    ([x]) => {
      const order = channelsLast(x!.order.length)
      return { tensor: pooled(tf, arranged(tf, x!, order).tensor, node.attributes), order }
    },
  linear: ({ tf, constant, weights }, node) => {
    const [weight, bias] = node.parameters
    const [rows, columns] = weight!.shape as [number, number]
    const factors = constant(() => tf.tensor2d(weights(weight!), [rows, columns]))
    const shift = bias === undefined ? undefined : constant(() => tf.tensor1d(weights(bias)))
    return ([x]) => {
      const { tensor, order } = arranged(tf, x!, withLast(x!.order, x!.order.length - 1))
      const product = tf.matMul(tf.reshape(tensor, [-1, columns]), factors, false, true)
      const result = shift === undefined ? product : tf.add(product, shift)
      return { tensor: tf.reshape(result, tensor.shape.with(-1, rows)), order }
    }
  },
  relu: each((tf, x) => tf.relu(x)),
  relu6: each((tf, x) => tf.relu6(x)),
  sigmoid: each((tf, x) => tf.sigmoid(x)),
  sqrt: each((tf, x) => tf.sqrt(x)),
  softmax:
    ({ tf }, node) =>
    ([x]) => {
      const { tensor, order } = arranged(tf, x!, withLast(x!.order, axisOf(node.attributes.axis, x!.order.length)))
      return { tensor: tf.softmax(tensor), order }
    },
  dropout:
    () =>
    ([x]) =>
      x!,
  affine: each((tf, x, { attributes: { factor, offset } }) => tf.add(tf.mul(x, factor), offset)),
  add: pairs((tf, a, b) => tf.add(a, b)),
  subtract: pairs((tf, a, b) => tf.sub(a, b)),
  multiply: pairs((tf, a, b) => tf.mul(a, b)),
  divide: pairs((tf, a, b) => tf.div(a, b)),
  maximum: pairs((tf, a, b) => tf.maximum(a, b)),
  matmul:
    ({ tf }, node) =>
    ([x, y]) => {
      const [a, b] = [matrix(tf, x!), matrix(tf, y!)]
      return { tensor: tf.matMul(a.tensor, b.tensor, a.swapped, b.swapped), order: plain(node.shape.length) }
    },
  concat:
    ({ tf }, node) =>
    (inputs) => {
      const { order } = inputs[0]!
      const tensors = inputs.map((input) => arranged(tf, input, order).tensor)
      return { tensor: tf.concat(tensors, order.indexOf(axisOf(node.attributes.axis, order.length))), order }
    },
  slice:
    ({ tf }, { attributes: { axis, start, end, step } }) =>
    ([x]) => {
      const { tensor, order } = x!
      const place = order.indexOf(axisOf(axis, order.length))
      const begin = order.map(() => 0).with(place, start)
      if (step === 1) return { tensor: tf.slice(tensor, begin, tensor.shape.with(place, end - start)), order }
      const steps = order.map(() => 1).with(place, step)
      return { tensor: tf.stridedSlice(tensor, begin, tensor.shape.with(place, end), steps), order }
    },
  pad:
    ({ tf }, { attributes: { before, after } }) =>
    ([x]) => {
      const { tensor, order } = x!
      const paddings = order.map((axis): [number, number] => [before[axis]!, after[axis]!])
      return { tensor: tf.pad(tensor, paddings), order }
    },
  mean:
    ({ tf }, { attributes: { axes, keep } }) =>
    ([x]) => {
      const { tensor, order } = x!
      const gone = new Set(axes.map((axis) => axisOf(axis, order.length)))
      const places = order.flatMap((axis, place) => (gone.has(axis) ? [place] : []))
      const result = tf.mean(tensor, places, keep)
      if (keep) return { tensor: result, order }
      const left = order.filter((axis) => !gone.has(axis))
      const renumbered = left.toSorted((p, q) => p - q)
      return { tensor: result, order: left.map((axis) => renumbered.indexOf(axis)) }
    },
  reshape:
    ({ tf }, node) =>
    ([x]) =>
      reshaped(tf, x!, node.attributes.sizes),
  transpose:
    (_, node) =>
    ([x]) =>
      transposed(x!, node.attributes.order),
  parameter: ({ tf, constant, weights }, node) => {
    const [parameter] = node.parameters
    const tensor = constant(() => tf.tensor(weights(parameter!), [...parameter!.shape]))
    return () => ({ tensor, order: plain(node.shape.length) })
  },
  normalize: (to, node) => {
    const { scale, mean, std } = node.attributes
    const factor = Float32Array.from(std, (s) => 1 / (scale * s))
    const offset = Float32Array.from(mean, (m, i) => -m / std[i]!)
    return affineAlong(to, factor, offset, (rank) => rank - 1)
  },
}
