import { ActscopeError } from '../errors.ts'
import type { Graph, GraphInput, Node, Value } from './graph.ts'
import { operators, type Attributes, type OperatorName } from './operators.ts'
import { axisOf, ShapeError, type Shape, type Window } from './shape.ts'

/** One number for all axes, or one for each. */
export type PerAxis = number | readonly number[]

interface WindowOptions {
  readonly kernel: PerAxis
  readonly stride?: PerAxis
  readonly padding?: PerAxis
}
export interface ConvolutionOptions extends WindowOptions {
  readonly dilation?: PerAxis
  readonly groups?: number
  readonly bias?: boolean
}
export interface PoolOptions extends WindowOptions {
  readonly ceil?: boolean
}

/**
 * Writes a graph node by node. Every method adds nodes and returns their value; names are relative to the builder's
 * scope (`at('layer1.0')`), so that a block is written once and its tensors are named as in the papers' code. Throws
 * ActscopeError `graph-invalid`, naming the node, when shapes do not fit.
 */
export class GraphBuilder {
  readonly #name: string
  readonly #scope: string
  readonly #inputs: GraphInput[]
  readonly #nodes: Node[]
  readonly #names: Set<string>

  constructor(name: string, shared?: { scope: string; of: GraphBuilder }) {
    this.#name = name
    this.#scope = shared === undefined ? '' : shared.scope
    this.#inputs = shared === undefined ? [] : shared.of.#inputs
    this.#nodes = shared === undefined ? [] : shared.of.#nodes
    this.#names = shared === undefined ? new Set() : shared.of.#names
  }

  /** The same graph, with `scope` put before every name. */
  at(scope: string): GraphBuilder {
    return new GraphBuilder(this.#name, { scope: this.#full(scope), of: this })
  }

  input(name: string, shape: Shape, type: GraphInput['type'] = 'float32'): Value {
    const input = { name: this.#unique(name), shape, type }
    this.#inputs.push(input)
    return input
  }

  /** The finished graph; `outputs` are the values that a caller gets, by their public names. */
  build(outputs: Readonly<Record<string, Value>>): Graph {
    return {
      name: this.#name,
      inputs: this.#inputs,
      nodes: this.#nodes,
      outputs: Object.entries(outputs).map(([name, value]) => ({ name, value })),
    }
  }

  convolution(name: string, x: Value, channels: number, options: ConvolutionOptions): Value {
    const { groups = 1, bias = false } = options
    const dilation = spread(x, options.dilation ?? 1)
    return this.#add(name, 'convolution', { ...windowOf(x, options), dilation, channels, groups, bias }, [x])
  }

  batchNorm(name: string, x: Value, epsilon = 1e-5): Value {
    return this.#add(name, 'batchNorm', { epsilon }, [x])
  }

  maxPool(x: Value, options: PoolOptions, name?: string): Value {
    return this.#add(name, 'pool', { ...windowOf(x, options), mode: 'max', ceil: options.ceil ?? false }, [x])
  }

  averagePool(x: Value, options: PoolOptions, name?: string): Value {
    return this.#add(name, 'pool', { ...windowOf(x, options), mode: 'average', ceil: options.ceil ?? false }, [x])
  }

  linear(name: string, x: Value, features: number, options: { readonly bias?: boolean } = {}): Value {
    return this.#add(name, 'linear', { features, bias: options.bias ?? true }, [x])
  }

  relu(x: Value, name?: string): Value {
    return this.#add(name, 'relu', {}, [x])
  }

  relu6(x: Value, name?: string): Value {
    return this.#add(name, 'relu6', {}, [x])
  }

  sigmoid(x: Value, name?: string): Value {
    return this.#add(name, 'sigmoid', {}, [x])
  }

  sqrt(x: Value, name?: string): Value {
    return this.#add(name, 'sqrt', {}, [x])
  }

  softmax(x: Value, axis = -1, name?: string): Value {
    return this.#add(name, 'softmax', { axis }, [x])
  }

  dropout(x: Value, probability: number, name?: string): Value {
    return this.#add(name, 'dropout', { probability }, [x])
  }

  /** factor * x + offset */
  affine(x: Value, factor: number, offset: number, name?: string): Value {
    return this.#add(name, 'affine', { factor, offset }, [x])
  }

  add(a: Value, b: Value, name?: string): Value {
    return this.#add(name, 'add', {}, [a, b])
  }

  subtract(a: Value, b: Value, name?: string): Value {
    return this.#add(name, 'subtract', {}, [a, b])
  }

  multiply(a: Value, b: Value, name?: string): Value {
    return this.#add(name, 'multiply', {}, [a, b])
  }

  divide(a: Value, b: Value, name?: string): Value {
    return this.#add(name, 'divide', {}, [a, b])
  }

  maximum(a: Value, b: Value, name?: string): Value {
    return this.#add(name, 'maximum', {}, [a, b])
  }

  matmul(a: Value, b: Value, name?: string): Value {
    return this.#add(name, 'matmul', {}, [a, b])
  }

  concat(values: readonly Value[], axis: number, name?: string): Value {
    return this.#add(name, 'concat', { axis }, values)
  }

  /** Positions [start, end) of an axis, every `step`-th. */
  slice(x: Value, axis: number, start: number, end: number, step = 1, name?: string): Value {
    return this.#add(name, 'slice', { axis, start, end, step }, [x])
  }

  /** Consecutive pieces of the given sizes along an axis. */
  split(x: Value, sizes: readonly number[], axis: number): readonly Value[] {
    const whole = x.shape[axisOf(axis, x.shape.length)]
    const sum = sizes.reduce((total, size) => total + size, 0)
    if (sum !== whole)
      throw invalid(x.name, 'split', `pieces of ${sizes.join(' + ')} do not make ${whole ?? 'nothing'}`)
    let start = 0
    return sizes.map((size) => this.slice(x, axis, start, (start += size)))
  }

  pad(x: Value, before: readonly number[], after: readonly number[], name?: string): Value {
    return this.#add(name, 'pad', { before, after }, [x])
  }

  mean(x: Value, axes: readonly number[], options: { readonly keep?: boolean } = {}, name?: string): Value {
    return this.#add(name, 'mean', { axes, keep: options.keep ?? false }, [x])
  }

  reshape(x: Value, sizes: readonly number[], name?: string): Value {
    return this.#add(name, 'reshape', { sizes }, [x])
  }

  transpose(x: Value, order: readonly number[], name?: string): Value {
    return this.#add(name, 'transpose', { order }, [x])
  }

  /** A learned tensor `<scope>.<leaf>` as a value. */
  parameter(leaf: string, sizes: readonly number[]): Value {
    return this.#add(undefined, 'parameter', { leaf, sizes }, [])
  }

  normalize(x: Value, normalization: Attributes['normalize'], name?: string): Value {
    return this.#add(name, 'normalize', normalization, [x])
  }

  /** A node of another graph with its parameters, on the values that stand for its inputs here. */
  copy(node: Node, inputs: readonly Value[], name = node.name): Value {
    const definition = operators[node.operator] as { shape(attributes: unknown, inputs: readonly Shape[]): Shape }
    const copied = {
      ...node,
      name: new GraphBuilder(this.#name, { scope: '', of: this }).#unique(name),
      inputs: inputs.map(({ name }) => name),
      shape: definition.shape(
        node.attributes,
        inputs.map((input) => input.shape),
      ),
    }
    this.#nodes.push(copied)
    return copied
  }

  #add<Name extends OperatorName>(
    name: string | undefined,
    operator: Name,
    attributes: Attributes[Name],
    inputs: readonly Value[],
  ): Value {
    const full = this.#unique(name ?? operator, name === undefined)
    const definition = operators[operator]
    const shapes = inputs.map((input) => input.shape)
    try {
      if (inputs.length === 0 && definition.inputs !== 0) throw new ShapeError('it has no input')
      const shape = definition.shape(attributes, shapes)
      if (shape.some((size) => !Number.isInteger(size) || size < 1))
        throw new ShapeError(`it would make [${shape.join(', ')}]`)
      const owner = operator === 'parameter' ? this.#scope : full
      const parameters = (definition.leaves?.(attributes, shapes) ?? []).map((leaf) => ({
        name: owner === '' ? leaf.leaf : `${owner}.${leaf.leaf}`,
        shape: leaf.shape,
      }))
      const macs = definition.macs?.(attributes, shapes, shape) ?? 0
      // TypeScript cannot follow that `operator` and `attributes` belong together here; the signature above makes it so.
      const node = {
        name: full,
        operator,
        attributes,
        inputs: inputs.map((x) => x.name),
        shape,
        parameters,
        macs,
      } as unknown as Node
      this.#nodes.push(node)
      return node
    } catch (error) {
      if (error instanceof ShapeError) throw invalid(full, operator, error.message)
      throw error
    }
  }

  #full(name: string): string {
    return this.#scope === '' ? name : `${this.#scope}.${name}`
  }

  /** Named nodes must be unique, as weights bind to them; helpers such as a ReLU get a number of their own. */
  #unique(name: string, numbered = false): string {
    const base = this.#full(name)
    let full = base
    for (let i = 1; numbered && this.#names.has(full); i++) full = `${base}_${i}`
    if (this.#names.has(full)) throw invalid(full, 'graph', 'there is a node of that name already')
    this.#names.add(full)
    return full
  }
}

const windowOf = (x: Value, { kernel, stride = 1, padding = 0 }: WindowOptions): Window => ({
  kernel: spread(x, kernel),
  stride: spread(x, stride),
  padding: spread(x, padding),
})

/** One number for each axis of x after N and C. */
const spread = (x: Value, value: PerAxis): readonly number[] =>
  typeof value === 'number' ? x.shape.slice(2).map(() => value) : value

const invalid = (node: string, operator: string, message: string): ActscopeError =>
  new ActscopeError('graph-invalid', `node ${node} (${operator}): ${message}`)
