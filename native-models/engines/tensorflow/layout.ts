import type { Tensor } from '@tensorflow/tfjs-core'
import { elements, sameShape, type Shape } from '../../graph/shape.ts'
import type { TensorFlow } from './library.ts'

/**
 * A value of the graph as TensorFlow holds it: axis i of the tensor is axis `order[i]` of the value.
 *
 * The graph has channels before space ([N, C, H, W]), TensorFlow's kernels on a cpu take them last alone. So the order
 * travels with the tensor, and data is moved only where a kernel needs another one: between a network's first
 * convolution and its last, that is hardly ever.
 */
export interface Laid {
  readonly tensor: Tensor
  readonly order: readonly number[]
}

/** The graph's own order. */
export const plain = (rank: number): readonly number[] => Array.from({ length: rank }, (_, axis) => axis)

/** [N, C, ...] as [N, ..., C]. */
export const channelsLast = (rank: number): readonly number[] => [0, ...plain(rank).slice(2), 1]

/** The same order, with `axis` as the last one. */
export const withLast = (order: readonly number[], axis: number): readonly number[] => [
  ...order.filter((other) => other !== axis),
  axis,
]

/** The sizes of the value, in the graph's order. */
export const sizesOf = ({ tensor, order }: Laid): Shape =>
  plain(order.length).map((axis) => tensor.shape[order.indexOf(axis)]!)

/** The value in another order. Where only axes of size 1 change their places, nothing is moved. */
export function arranged(tf: TensorFlow, laid: Laid, order: readonly number[]): Laid {
  if (sameShape(laid.order, order)) return laid
  const { tensor } = laid
  const from = order.map((axis) => laid.order.indexOf(axis))
  const long = from.filter((place) => tensor.shape[place] !== 1)
  const still = long.every((place, i) => i === 0 || place > long[i - 1]!)
  if (!still) return { tensor: tf.transpose(tensor, from), order }
  const shape = from.map((place) => tensor.shape[place]!)
  return { tensor: tf.reshape(tensor, shape), order }
}

/** Transposes the value: axis i becomes what was axis `to[i]`. Only the order's words change. */
export const transposed = ({ tensor, order }: Laid, to: readonly number[]): Laid => ({
  tensor,
  order: order.map((axis) => to.indexOf(axis)),
})

/** The value with axes of size 1 before its own, until it has `rank` of them, as NumPy's broadcasting sees it. */
function stretched(tf: TensorFlow, laid: Laid, rank: number): Laid {
  const missing = rank - laid.order.length
  if (missing === 0) return laid
  const ones = plain(missing)
  const tensor = tf.reshape(laid.tensor, [...ones.map(() => 1), ...laid.tensor.shape])
  return { tensor, order: [...ones, ...laid.order.map((axis) => axis + missing)] }
}

/** Two values in one order, that of the larger one, so that TensorFlow broadcasts them as the graph means it. */
export function together(tf: TensorFlow, a: Laid, b: Laid): { a: Tensor; b: Tensor; order: readonly number[] } {
  const rank = Math.max(a.order.length, b.order.length)
  const [x, y] = [stretched(tf, a, rank), stretched(tf, b, rank)]
  const { order } = elements(y.tensor.shape) > elements(x.tensor.shape) ? y : x
  return { a: arranged(tf, x, order).tensor, b: arranged(tf, y, order).tensor, order }
}

/**
 * The value with other sizes; one of them may be -1. Where each group of axes that is cut or merged lies together and
 * in the graph's order (frames into the batch and out of it, space into one axis), it is done where it lies.
 */
export function reshaped(tf: TensorFlow, laid: Laid, sizes: readonly number[]): Laid {
  const from = sizesOf(laid)
  const rest = elements(from) / elements(sizes.filter((size) => size !== -1))
  const to = sizes.map((size) => (size === -1 ? rest : size))
  const groups = groupsOf(from, to)
  const places = laid.order.filter((axis) => from[axis] !== 1)
  const order: number[] = []
  for (let at = 0; at < places.length;) {
    const group = groups.find(({ before }) => before[0] === places[at])
    if (group?.before.every((axis, i) => places[at + i] === axis) !== true) {
      const { tensor } = arranged(tf, laid, plain(from.length))
      return { tensor: tf.reshape(tensor, to), order: plain(to.length) }
    }
    order.push(...group.after)
    at += group.before.length
  }
  const all = [...plain(to.length).filter((axis) => to[axis] === 1), ...order]
  const shape = all.map((axis) => to[axis]!)
  return { tensor: tf.reshape(laid.tensor, shape), order: all }
}

/** Axes of a shape, and the axes of another that hold the same numbers. */
interface Group {
  readonly before: readonly number[]
  readonly after: readonly number[]
}

/** The smallest groups of axes, in order, whose products are the same in both shapes. Axes of size 1 are in none. */
function groupsOf(from: Shape, to: Shape): readonly Group[] {
  const [before, after] = [from, to].map((shape) => plain(shape.length).filter((axis) => shape[axis] !== 1)) as [
    number[],
    number[],
  ]
  const groups: Group[] = []
  for (let [i, j] = [0, 0]; i < before.length;) {
    let [m, n] = [i + 1, j + 1]
    let difference = from[before[i]!]! - to[after[j]!]!
    while (difference !== 0) {
      if (difference < 0) m++
      else n++
      difference =
        elements(before.slice(i, m).map((axis) => from[axis]!)) - elements(after.slice(j, n).map((axis) => to[axis]!))
    }
    groups.push({ before: before.slice(i, m), after: after.slice(j, n) })
    ;[i, j] = [m, n]
  }
  return groups
}
