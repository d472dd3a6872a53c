import { GraphBuilder } from '../builder.ts'
import { parametersOf, type Graph, type Node } from '../graph.ts'
import { elements } from '../shape.ts'
import { wayOf, type Way } from './choose.ts'
import { multiplyFrames, stackFrames } from './convolution.ts'
import { folded, Values } from './forms.ts'
import { poolFrames } from './pool.ts'
import { scope, type Rewriting } from './rewriting.ts'
import { scaleOf, type Scale } from './weights.ts'

/** A graph with its weights, row-major float32 by full name. */
export interface Weighted {
  readonly graph: Graph
  readonly weights: ReadonlyMap<string, Float32Array>
}

type NodeOf<Name extends Node['operator']> = Extract<Node, { operator: Name }>

/**
 * The same function with its convolutions over volumes made of convolutions over frames, for engines that are faster at
 * these: [N, C, T, H, W] becomes [N * T, C, H, W], and a filter over time becomes sums of frames before and after
 * (time-filter.ts). What it computes is equal but for rounding; inputs and outputs are the same. Its parameters and its
 * cost are no longer the paper's: it is for running, not for reading.
 */
export function lowerVolumes({ graph, weights }: Weighted): Weighted {
  const shapes = new Map([...graph.inputs, ...graph.nodes].map(({ name, shape }) => [name, shape]))
  const ways = new Map<string, Way>()
  for (const node of graph.nodes)
    if (node.operator === 'convolution') ways.set(node.name, wayOf(node, shapes.get(node.inputs[0]!)!))
  if ([...ways.values()].every(({ to }) => to === 'volume')) return { graph, weights }
  return new VolumeLowering(graph, weights, ways).run()
}

class VolumeLowering {
  readonly #graph: Graph
  readonly #ways: ReadonlyMap<string, Way>
  readonly #root: GraphBuilder
  readonly #to: Rewriting
  readonly #values: Values
  /** Who reads a value. */
  readonly #readers = new Map<string, Node[]>()
  /** Batch norms that a convolution has taken in: their value is the convolution's. */
  readonly #absorbed = new Set<string>()

  constructor(graph: Graph, weights: ReadonlyMap<string, Float32Array>, ways: ReadonlyMap<string, Way>) {
    this.#graph = graph
    this.#ways = ways
    this.#root = new GraphBuilder(graph.name)
    const g = this.#root.at(scope)
    this.#values = new Values(g)
    this.#to = { g, values: this.#values, weights, made: new Map() }
    for (const node of graph.nodes)
      for (const input of node.inputs) this.#readers.set(input, [...(this.#readers.get(input) ?? []), node])
  }

  run(): Weighted {
    for (const { name, shape, type } of this.#graph.inputs)
      this.#values.setPlain(name, this.#root.input(name, shape, type))
    for (const node of this.#graph.nodes)
      if (!this.#absorbed.has(node.name) && !this.#onFrames(node)) this.#asItIs(node)
    const outputs = this.#graph.outputs.map(({ name, value }) => [name, this.#values.plain(value.name)] as const)
    const graph = this.#root.build(Object.fromEntries(outputs))
    const { made, weights } = this.#to
    const needed = parametersOf(graph).map(({ name }) => [name, made.get(name) ?? weights.get(name)!] as const)
    return { graph, weights: new Map(needed) }
  }

  #asItIs(node: Node): void {
    const inputs = node.inputs.map((input) => this.#values.plain(input))
    this.#values.setPlain(node.name, this.#root.copy(node, inputs))
  }

  /** Rewrites a node where that is of use; says whether it did. */
  #onFrames(node: Node): boolean {
    switch (node.operator) {
      case 'convolution':
        return this.#convolution(node)
      case 'batchNorm':
      case 'relu':
      case 'relu6':
      case 'sigmoid':
      case 'sqrt':
      case 'dropout':
      case 'affine':
        return this.#each(node)
      case 'concat':
        return node.attributes.axis === 1 && this.#each(node)
      case 'add':
      case 'subtract':
      case 'multiply':
      case 'divide':
      case 'maximum':
        return this.#elementwise(node)
      case 'pool':
        if (!this.#isFrames(node.inputs[0]!)) return false
        this.#values.setFrames(node.name, node.shape, poolFrames(this.#to, node))
        return true
      case 'mean':
        return this.#mean(node)
      case 'transpose':
        return this.#transpose(node)
      default:
        return false
    }
  }

  /** Whether a value is a volume of which frames are there, or cost no more than the volume. */
  #isFrames(name: string): boolean {
    const shape = this.#values.shapeOf(name)
    return shape.length === 5 && elements(shape.slice(2)) > 1 && this.#values.hasFrames(name)
  }

  /** The node as it is, on frames: what it does to a channel of a frame does not depend on other frames. */
  #each(node: Node): boolean {
    if (node.shape.length !== 5 || !node.inputs.some((input) => this.#isFrames(input))) return false
    const frames = node.inputs.map((input) => this.#values.frames(input))
    this.#values.setFrames(node.name, node.shape, this.#root.copy(node, frames, `${node.name}/frames`))
    return true
  }

  /** Where one side stretches over the other, it has its axes exchanged like the other. */
  #elementwise(node: Node): boolean {
    const shapes = node.inputs.map((input) => this.#values.shapeOf(input))
    if (shapes.every((shape) => shape.length === 5 && elements(shape) === elements(node.shape))) return this.#each(node)
    if (node.shape.length !== 5 || !node.inputs.some((input) => this.#isFrames(input))) return false
    if (shapes.some((shape) => shape.length !== 5 && elements(shape) !== 1)) return false
    const clips = node.inputs.map((input, i) =>
      shapes[i]!.length === 5 ? this.#values.clip(input) : this.#values.plain(input),
    )
    const made = this.#root.copy(node, clips, `${node.name}/clip`)
    this.#values.setFrames(node.name, node.shape, folded(this.#to.g, made))
    return true
  }

  #mean(node: NodeOf<'mean'>): boolean {
    const [input] = node.inputs as readonly [string]
    if (!this.#isFrames(input)) return false
    const { keep } = node.attributes
    const axes = node.attributes.axes.map((axis) => exchanged((axis + 5) % 5))
    const inOrder = keep || axes.includes(1) || axes.includes(2)
    const made = this.#to.g.mean(this.#values.clip(input), axes, { keep }, node.name)
    if (keep) this.#values.setTransposed(node.name, node.shape, made, [0, 2, 1, 3, 4])
    else if (inOrder) this.#values.setPlain(node.name, made)
    else this.#values.setTransposed(node.name, node.shape, made, [0, 2, 1, 3, 4].slice(0, node.shape.length))
    return true
  }

  /** It waits until it is known what is wanted: the volume or its frames. */
  #transpose(node: NodeOf<'transpose'>): boolean {
    if (node.shape.length !== 5) return false
    const [input] = node.inputs as readonly [string]
    const { order } = node.attributes
    if (this.#isFrames(input))
      this.#values.setTransposed(node.name, node.shape, this.#values.clip(input), order.map(exchanged))
    else this.#values.setTransposed(node.name, node.shape, this.#values.plain(input), order)
    return true
  }

  #convolution(node: NodeOf<'convolution'>): boolean {
    const way = this.#ways.get(node.name)!
    if (way.to === 'volume') return false
    // What is one convolution keeps its batch norm, which the engine then takes into it.
    const norm = way.to === 'products' || way.filters.length > 1 ? this.#normOf(node) : undefined
    const scale = this.#scaleOf(node, norm)
    const made =
      way.to === 'products' ? multiplyFrames(this.#to, node, way, scale) : stackFrames(this.#to, node, way, scale)
    if (norm !== undefined) this.#absorbed.add(norm.name)
    this.#values.setFrames((norm ?? node).name, node.shape, made)
    return true
  }

  /** The batch norm that alone reads a convolution. */
  #normOf({ name }: Node): NodeOf<'batchNorm'> | undefined {
    const [reader, ...others] = this.#readers.get(name) ?? []
    const seen = this.#graph.outputs.some(({ value }) => value.name === name)
    return !seen && others.length === 0 && reader?.operator === 'batchNorm' ? reader : undefined
  }

  /** What a convolution's sums are multiplied with and moved by: its bias, then its batch norm. */
  #scaleOf({ attributes, parameters }: NodeOf<'convolution'>, norm: NodeOf<'batchNorm'> | undefined): Scale {
    const of = (name: string): Float32Array => this.#to.weights.get(name)!
    const { channels } = attributes
    const bias = attributes.bias ? of(parameters[1]!.name) : new Float32Array(channels)
    if (norm === undefined) return { factor: new Float32Array(channels).fill(1), offset: bias }
    const [weight, shift, mean, variance] = norm.parameters.map(({ name }) => of(name))
    const numbers = { weight: weight!, bias: shift!, mean: mean!, variance: variance! }
    const { factor, offset } = scaleOf(numbers, norm.attributes.epsilon)
    return { factor, offset: offset.map((value, c) => value + bias[c]! * factor[c]!) }
  }
}

/** Of [N, T, C, H, W] the axis that is `axis` of [N, C, T, H, W], and the other way round. */
const exchanged = (axis: number): number => (axis === 1 ? 2 : axis === 2 ? 1 : axis)
