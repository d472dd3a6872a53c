import {
  axisOf,
  broadcast,
  elements,
  formatShape,
  sameShape,
  ShapeError,
  slide,
  type Shape,
  type Window,
} from './shape.ts'

/** What each operator is told besides its inputs. Layouts: [N, C, (T,) H, W]; weights as in PyTorch. */
export interface Attributes {
  /** Cross-correlation over 1, 2 or 3 axes; taps are `dilation` apart. weight [out, in / groups, ...kernel], bias [out]. */
  convolution: Window & {
    readonly dilation: readonly number[]
    readonly channels: number
    readonly groups: number
    readonly bias: boolean
  }
  /** (x - running_mean) / sqrt(running_var + epsilon) * weight + bias, one of each for every channel. */
  batchNorm: { readonly epsilon: number }
  /** Padding is -infinity for `max` and counted zeros for `average`. */
  pool: Window & { readonly mode: 'max' | 'average'; readonly ceil: boolean }
  /** y = W x + b over the last axis. weight [out, in], bias [out]. */
  linear: { readonly features: number; readonly bias: boolean }
  relu: Empty
  /** min(relu(x), 6) (Sandler et al. 2018, section 3.2) */
  relu6: Empty
  sigmoid: Empty
  sqrt: Empty
  softmax: { readonly axis: number }
  /** Identity at inference; in training each value is zero with this probability. */
  dropout: { readonly probability: number }
  /** factor * x + offset */
  affine: { readonly factor: number; readonly offset: number }
  add: Empty
  subtract: Empty
  multiply: Empty
  divide: Empty
  maximum: Empty
  matmul: Empty
  concat: { readonly axis: number }
  /** Every `step`-th position of [start, end) along an axis. */
  slice: { readonly axis: number; readonly start: number; readonly end: number; readonly step: number }
  /** Zeros before and after each axis. */
  pad: { readonly before: readonly number[]; readonly after: readonly number[] }
  mean: { readonly axes: readonly number[]; readonly keep: boolean }
  /** One size may be -1: whatever is left. */
  reshape: { readonly sizes: readonly number[] }
  transpose: { readonly order: readonly number[] }
  /** A learned tensor that is a value by itself, such as the gamma of self-attention. The leaf is its parameter's name. */
  parameter: { readonly leaf: string; readonly sizes: readonly number[] }
  /** Pixels of 0 to 255 to what the network was trained on: (x / scale - mean) / std over the last axis (R, G, B). */
  normalize: { readonly scale: number; readonly mean: readonly number[]; readonly std: readonly number[] }
}
type Empty = Readonly<Record<string, never>>

export type OperatorName = keyof Attributes

/** A learned tensor: the last part of its name, and its shape. `running_*` are statistics, not counted as parameters. */
export interface Leaf {
  readonly leaf: string
  readonly shape: Shape
}

/** What the graph knows of an operator: the shape it makes, the tensors it has learned, the work it is. */
interface Operator<A> {
  readonly inputs: number | 'any'
  shape(attributes: A, inputs: readonly Shape[]): Shape
  leaves?(attributes: A, inputs: readonly Shape[]): readonly Leaf[]
  /** Multiply-accumulates as counted by the papers: convolutions, linear layers, matrix products. */
  macs?(attributes: A, inputs: readonly Shape[], output: Shape): number
}

const same = (_: unknown, inputs: readonly Shape[]): Shape => inputs[0]!
const elementwise = { inputs: 2, shape: (_: unknown, inputs: readonly Shape[]) => broadcast(inputs[0]!, inputs[1]!) }
const unary = { inputs: 1, shape: same }

export const operators: { readonly [Name in OperatorName]: Operator<Attributes[Name]> } = {
  convolution: {
    inputs: 1,
    shape: (a, [x]) => {
      if (x![1]! % a.groups !== 0 || a.channels % a.groups !== 0) {
        throw new ShapeError(`${x![1]!} to ${a.channels} channels cannot be cut into ${a.groups} groups`)
      }
      const reach = a.kernel.map((k, i) => (k - 1) * a.dilation[i]! + 1)
      return [x![0]!, a.channels, ...slide(x!, { ...a, kernel: reach })]
    },
    leaves: (a, [x]) => [
      { leaf: 'weight', shape: [a.channels, x![1]! / a.groups, ...a.kernel] },
      ...(a.bias ? [{ leaf: 'bias', shape: [a.channels] }] : []),
    ],
    macs: (a, [x], output) => elements(output) * (x![1]! / a.groups) * elements(a.kernel),
  },
  batchNorm: {
    ...unary,
    leaves: (_, [x]) => ['weight', 'bias', 'running_mean', 'running_var'].map((leaf) => ({ leaf, shape: [x![1]!] })),
  },
  pool: { inputs: 1, shape: (a, [x]) => [x![0]!, x![1]!, ...slide(x!, a, a.ceil)] },
  linear: {
    inputs: 1,
    shape: (a, [x]) => [...x!.slice(0, -1), a.features],
    leaves: (a, [x]) => [
      { leaf: 'weight', shape: [a.features, x!.at(-1)!] },
      ...(a.bias ? [{ leaf: 'bias', shape: [a.features] }] : []),
    ],
    macs: (_, [x], output) => elements(output) * x!.at(-1)!,
  },
  relu: unary,
  relu6: unary,
  sigmoid: unary,
  sqrt: unary,
  softmax: {
    inputs: 1,
    shape: (a, [x]) => {
      axisOf(a.axis, x!.length)
      return x!
    },
  },
  dropout: unary,
  affine: unary,
  add: elementwise,
  subtract: elementwise,
  multiply: elementwise,
  divide: elementwise,
  maximum: elementwise,
  matmul: {
    inputs: 2,
    shape: (_, [a, b]) => {
      if (a!.at(-1) !== b!.at(-2)) throw new ShapeError(`${formatShape(a!)} times ${formatShape(b!)} is not defined`)
      return [...broadcast(a!.slice(0, -2), b!.slice(0, -2)), a!.at(-2)!, b!.at(-1)!]
    },
    macs: (_, [a], output) => elements(output) * a!.at(-1)!,
  },
  concat: {
    inputs: 'any',
    shape: (a, inputs) => {
      const axis = axisOf(a.axis, inputs[0]!.length)
      const others = (shape: Shape): Shape => shape.toSpliced(axis, 1)
      for (const shape of inputs) {
        if (!sameShape(others(shape), others(inputs[0]!))) {
          throw new ShapeError(`${formatShape(inputs[0]!)} and ${formatShape(shape)} differ beside axis ${axis}`)
        }
      }
      return inputs[0]!.with(
        axis,
        inputs.reduce((sum, shape) => sum + shape[axis]!, 0),
      )
    },
  },
  slice: {
    inputs: 1,
    shape: (a, [x]) => {
      const axis = axisOf(a.axis, x!.length)
      if (a.start < 0 || a.end > x![axis]! || a.start >= a.end || a.step < 1) {
        throw new ShapeError(
          `positions ${a.start} to ${a.end} by ${a.step} are not within axis ${axis} of ${formatShape(x!)}`,
        )
      }
      return x!.with(axis, Math.ceil((a.end - a.start) / a.step))
    },
  },
  pad: {
    inputs: 1,
    shape: (a, [x]) => {
      if (a.before.length !== x!.length || a.after.length !== x!.length) {
        throw new ShapeError(`padding of ${a.before.length} axes does not fit ${formatShape(x!)}`)
      }
      return x!.map((size, i) => size + a.before[i]! + a.after[i]!)
    },
  },
  mean: {
    inputs: 1,
    shape: (a, [x]) => {
      const axes = new Set(a.axes.map((axis) => axisOf(axis, x!.length)))
      return x!.flatMap((size, i) => (axes.has(i) ? (a.keep ? [1] : []) : [size]))
    },
  },
  reshape: {
    inputs: 1,
    shape: (a, [x]) => {
      const known = a.sizes.filter((size) => size !== -1)
      const rest = elements(x!) / elements(known)
      if (
        known.length < a.sizes.length - 1 ||
        !Number.isInteger(rest) ||
        (known.length === a.sizes.length && rest !== 1)
      ) {
        throw new ShapeError(`${formatShape(x!)} cannot become ${formatShape(a.sizes)}`)
      }
      return a.sizes.map((size) => (size === -1 ? rest : size))
    },
  },
  transpose: {
    inputs: 1,
    shape: (a, [x]) => {
      if (
        !sameShape(
          a.order.toSorted((p, q) => p - q),
          x!.map((_, i) => i),
        )
      ) {
        throw new ShapeError(`${formatShape(a.order)} is not an order of the axes of ${formatShape(x!)}`)
      }
      return a.order.map((axis) => x![axis]!)
    },
  },
  parameter: {
    inputs: 0,
    shape: (a) => a.sizes,
    leaves: (a) => [{ leaf: a.leaf, shape: a.sizes }],
  },
  normalize: {
    inputs: 1,
    shape: (a, [x]) => {
      if (x!.at(-1) !== a.mean.length || x!.at(-1) !== a.std.length) {
        throw new ShapeError(`${a.mean.length} means do not fit the last axis of ${formatShape(x!)}`)
      }
      return x!
    },
  },
}
