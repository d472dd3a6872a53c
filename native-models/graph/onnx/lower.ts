import type { Node } from '../graph.ts'
import type { OperatorName } from '../operators.ts'
import { elements, type Shape } from '../shape.ts'
import type { AttributeValue } from './proto.ts'

/** What an operator's lowering may do: read shapes and weights, write ONNX nodes and constants. */
export interface Lowering {
  shapeOf(value: string): Shape
  weights(parameter: string): Float32Array
  /** Adds a constant and returns its name. */
  floats(name: string, shape: Shape, data: Float32Array): string
  integers(name: string, data: readonly number[]): string
  /** Adds a node and returns the name of its one output. */
  node(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes?: Readonly<Record<string, AttributeValue>>,
  ): string
}

type NodeOf<Name extends OperatorName> = Extract<Node, { operator: Name }>
type Lower<Name extends OperatorName> = (to: Lowering, node: NodeOf<Name>, inputs: readonly string[]) => string

const simple =
  <Name extends OperatorName>(operator: string): Lower<Name> =>
  (to, node, inputs) =>
    to.node(operator, inputs, node.name)

const parameterNames = (to: Lowering, node: Node): readonly string[] =>
  node.parameters.map(({ name, shape }) => to.floats(name, shape, to.weights(name)))

const twice = (values: readonly number[]): readonly number[] => [...values, ...values]

/** Every operator in ONNX (opset 17). Each returns the name of its value, which is the node's name unless it is an alias. */
export const lowerings: { readonly [Name in OperatorName]: Lower<Name> } = {
  convolution: (to, node, inputs) => {
    const { kernel, stride, padding, dilation, groups } = node.attributes
    const window = { kernel_shape: kernel, strides: stride, pads: twice(padding), dilations: dilation }
    return to.node('Conv', [...inputs, ...parameterNames(to, node)], node.name, { ...window, group: groups })
  },
  batchNorm: (to, node, inputs) =>
    to.node('BatchNormalization', [...inputs, ...parameterNames(to, node)], node.name, {
      epsilon: { float: node.attributes.epsilon },
    }),
  pool: (to, node, inputs) => {
    const { kernel, stride, padding, mode, ceil } = node.attributes
    const attributes = { kernel_shape: kernel, strides: stride, pads: twice(padding), ceil_mode: ceil ? 1 : 0 }
    return mode === 'max'
      ? to.node('MaxPool', inputs, node.name, attributes)
      : to.node('AveragePool', inputs, node.name, { ...attributes, count_include_pad: 1 })
  },
  linear: (to, node, inputs) => {
    const [weight, bias] = node.parameters
    const bound = bias === undefined ? [] : [to.floats(bias.name, bias.shape, to.weights(bias.name))]
    if (node.shape.length === 2) {
      const w = to.floats(weight!.name, weight!.shape, to.weights(weight!.name))
      return to.node('Gemm', [...inputs, w, ...bound], node.name, { transB: 1 })
    }
    const [rows, columns] = weight!.shape as readonly [number, number]
    const w = to.floats(weight!.name, [columns, rows], transposed(to.weights(weight!.name), rows, columns))
    if (bound.length === 0) return to.node('MatMul', [...inputs, w], node.name)
    return to.node('Add', [to.node('MatMul', [...inputs, w], `${node.name}/product`), ...bound], node.name)
  },
  relu: simple('Relu'),
  relu6: (to, node, inputs) => {
    const limit = (name: string, value: number): string => to.floats(`${node.name}/${name}`, [], Float32Array.of(value))
    return to.node('Clip', [...inputs, limit('least', 0), limit('most', 6)], node.name)
  },
  sigmoid: simple('Sigmoid'),
  sqrt: simple('Sqrt'),
  softmax: (to, node, inputs) => to.node('Softmax', inputs, node.name, { axis: node.attributes.axis }),
  dropout: (_, __, inputs) => inputs[0]!,
  affine: (to, node, inputs) => {
    const scalar = (name: string, value: number): string =>
      to.floats(`${node.name}/${name}`, [], Float32Array.of(value))
    const scaled = to.node('Mul', [...inputs, scalar('factor', node.attributes.factor)], `${node.name}/scaled`)
    return to.node('Add', [scaled, scalar('offset', node.attributes.offset)], node.name)
  },
  add: simple('Add'),
  subtract: simple('Sub'),
  multiply: simple('Mul'),
  divide: simple('Div'),
  maximum: simple('Max'),
  matmul: simple('MatMul'),
  concat: (to, node, inputs) => to.node('Concat', inputs, node.name, { axis: node.attributes.axis }),
  slice: (to, node, inputs) => {
    const { axis, start, end, step } = node.attributes
    const at = (name: string, value: number): string => to.integers(`${node.name}/${name}`, [value])
    return to.node(
      'Slice',
      [...inputs, at('start', start), at('end', end), at('axis', axis), at('step', step)],
      node.name,
    )
  },
  pad: (to, node, inputs) =>
    to.node(
      'Pad',
      [...inputs, to.integers(`${node.name}/pads`, [...node.attributes.before, ...node.attributes.after])],
      node.name,
    ),
  mean: (to, node, inputs) => {
    const { axes, keep } = node.attributes
    const rank = to.shapeOf(node.inputs[0]!).length
    const spatial = rank > 2 && axes.length === rank - 2 && axes.every((axis) => axis >= 2)
    if (!spatial) return to.node('ReduceMean', inputs, node.name, { axes, keepdims: keep ? 1 : 0 })
    // The same sum as GlobalAveragePool, which onnxruntime can keep in the blocked layout of its convolutions.
    const pooled = to.node('GlobalAveragePool', inputs, keep ? node.name : `${node.name}/pooled`)
    return keep ? pooled : to.node('Flatten', [pooled], node.name, { axis: 1 })
  },
  reshape: (to, node, inputs) =>
    to.node('Reshape', [...inputs, to.integers(`${node.name}/shape`, node.attributes.sizes)], node.name),
  transpose: (to, node, inputs) => to.node('Transpose', inputs, node.name, { perm: node.attributes.order }),
  parameter: (to, node) => parameterNames(to, node)[0]!,
  normalize: (to, node, inputs) => {
    const { scale, mean, std } = node.attributes
    const constant = (name: string, values: readonly number[]): string =>
      to.floats(`${node.name}/${name}`, [values.length], Float32Array.from(values))
    const pixels = to.node('Cast', inputs, `${node.name}/pixels`, { to: 1 })
    const factor = constant(
      'factor',
      std.map((s) => 1 / (scale * s)),
    )
    const offset = constant(
      'offset',
      mean.map((m, i) => m / std[i]!),
    )
    return to.node('Sub', [to.node('Mul', [pixels, factor], `${node.name}/scaled`), offset], node.name)
  },
}

function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(elements([rows, columns]))
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j]!
  return result
}
