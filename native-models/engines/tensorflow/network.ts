import type { Tensor } from '@tensorflow/tfjs-core'
import type { Graph, Node, Parameter } from '../../graph/graph.ts'
import type { EngineTensor, Tensors } from '../engine.ts'
import { arranged, plain, sizesOf, type Laid } from './layout.ts'
import type { TensorFlow } from './library.ts'
import { lowerConvolution, lowerings, type Lowering, type NodeOf, type Step } from './operators.ts'

/** A graph that is ready to run on TensorFlow.js, its weights on the device. */
export interface TensorflowNetwork {
  /** One pass, on this thread. The first axis of the inputs takes any size. */
  run(inputs: Tensors): Tensors
  /** Gives the weights back. */
  dispose(): void
}

/** A step of the pass, the value that it makes, and the values that nothing wants after it. */
interface Planned {
  readonly name: string
  readonly inputs: readonly string[]
  readonly step: Step
  readonly last: readonly string[]
}

/**
 * Lowers the graph to steps of TensorFlow.js. Weights, row-major by full name, are uploaded in TensorFlow's order here
 * and are not needed afterwards.
 */
export function loadNetwork(
  tf: TensorFlow,
  graph: Graph,
  weights: ReadonlyMap<string, Float32Array>,
): TensorflowNetwork {
  const constants = new Set<Tensor>()
  const release = (): void => {
    tf.dispose([...constants])
    constants.clear()
  }
  const lowering: Lowering = {
    tf,
    weights: ({ name }: Parameter) => weights.get(name)!,
    constant(make) {
      const made = tf.tidy(make)
      constants.add(made)
      return made
    },
  }
  try {
    const steps = plan(graph, lowering)
    return { run: (inputs) => run(tf, graph, steps, constants, inputs), dispose: release }
  } catch (error) {
    release()
    throw error
  }
}

function plan(graph: Graph, lowering: Lowering): readonly Planned[] {
  const users = new Map<string, Node[]>()
  for (const node of graph.nodes) for (const input of node.inputs) users.set(input, [...(users.get(input) ?? []), node])
  const given = new Set(graph.outputs.map(({ value }) => value.name))
  const normAfter = ({ name }: Node): NodeOf<'batchNorm'> | undefined => {
    const [user, ...others] = users.get(name) ?? []
    return user?.operator === 'batchNorm' && others.length === 0 && !given.has(name) ? user : undefined
  }
  const folded = new Set<Node>()
  const steps = graph.nodes.flatMap((node) => {
    if (folded.has(node)) return []
    const norm = node.operator === 'convolution' ? normAfter(node) : undefined
    if (node.operator !== 'convolution' || norm === undefined)
      return [{ name: node.name, inputs: node.inputs, step: lower(lowering, node) }]
    folded.add(norm)
    return [{ name: norm.name, inputs: node.inputs, step: lowerConvolution(lowering, node, norm) }]
  })
  const last = new Map<string, number>()
  for (const [i, { name, inputs }] of steps.entries()) for (const value of [name, ...inputs]) last.set(value, i)
  return steps.map((step, i) => ({
    ...step,
    last: [...new Set([step.name, ...step.inputs])].filter((value) => last.get(value) === i && !given.has(value)),
  }))
}

/** Nodes and lowerings go together by operator, which TypeScript cannot follow through the union of nodes. */
function lower(to: Lowering, node: Node): Step {
  const lowering = lowerings[node.operator] as (to: Lowering, node: Node) => Step
  return lowering(to, node)
}

function run(
  tf: TensorFlow,
  graph: Graph,
  steps: readonly Planned[],
  constants: ReadonlySet<Tensor>,
  inputs: Tensors,
): Tensors {
  const values = new Map<string, Laid>()
  const drop = (name: string): void => {
    values.get(name)?.tensor.dispose()
    values.delete(name)
  }
  try {
    for (const { name } of graph.inputs) {
      const { data, shape } = inputs[name]!
      const numbers = data instanceof Float32Array ? data : new Float32Array(data)
      values.set(name, { tensor: tf.tensor(numbers, [...shape]), order: plain(shape.length) })
    }
    for (const { name, inputs: names, step, last } of steps) {
      const from = names.map((input) => values.get(input)!)
      values.set(name, owned(tf, constants, from, step))
      last.forEach(drop)
    }
    return Object.fromEntries(graph.outputs.map(({ name, value }) => [name, numbersOf(tf, values.get(value.name)!)]))
  } finally {
    for (const name of [...values.keys()]) drop(name)
  }
}

/** The step's result, as a tensor of its own that may be disposed: steps may hand on an input, or a constant. */
function owned(tf: TensorFlow, constants: ReadonlySet<Tensor>, inputs: readonly Laid[], step: Step): Laid {
  let order: readonly number[] = []
  const tensor = tf.tidy(() => {
    const made = step(inputs)
    order = made.order
    const others = constants.has(made.tensor) || inputs.some((input) => input.tensor === made.tensor)
    return others ? tf.clone(made.tensor) : made.tensor
  })
  return { tensor, order }
}

/** The value's numbers, row-major in the graph's order. */
function numbersOf(tf: TensorFlow, laid: Laid): EngineTensor {
  const shape = sizesOf(laid)
  let data = new Float32Array()
  tf.tidy(() => {
    // A copy: some backends hand out the numbers that they go on using.
    data = new Float32Array(arranged(tf, laid, plain(shape.length)).tensor.dataSync())
  })
  return { type: 'float32', shape, data }
}
