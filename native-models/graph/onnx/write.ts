import { ActscopeError } from '../../errors.ts'
import type { Graph, Node } from '../graph.ts'
import type { Shape } from '../shape.ts'
import { lowerings, type Lowering } from './lower.ts'
import { nodeProto, tensorProto, valueInfo } from './proto.ts'
import { Message } from './protobuf.ts'

const irVersion = 8
const opset = 17

export interface OnnxOptions {
  /** Names of further nodes whose values are given out, under their own names. */
  readonly taps?: readonly string[]
  /** Kept in the model's metadata_props. */
  readonly metadata?: Readonly<Record<string, string>>
}

/**
 * The graph with its weights as an ONNX model (opset 17); the first axis of inputs and outputs takes any size.
 * `weights` are row-major float32 by full name. Throws `weights-mismatch` if one is absent, `graph-invalid` for an unknown tap.
 */
export function writeOnnx(
  graph: Graph,
  weights: ReadonlyMap<string, Float32Array>,
  options: OnnxOptions = {},
): Uint8Array {
  const body = new Message()
  const shapes = new Map<string, Shape>([...graph.inputs, ...graph.nodes].map((value) => [value.name, value.shape]))
  const written = new Set<string>()
  const constant = (name: string, tensor: () => Message): string => {
    if (!written.has(name)) body.message(5, tensor())
    written.add(name)
    return name
  }
  const to: Lowering = {
    shapeOf: (value) => shapes.get(value)!,
    weights(name) {
      const data = weights.get(name)
      if (data === undefined)
        throw new ActscopeError('weights-mismatch', `${graph.name}: there are no weights for ${name}`)
      return data
    },
    floats: (name, shape, data) => constant(name, () => tensorProto(name, shape, data)),
    integers: (name, data) =>
      constant(name, () =>
        tensorProto(
          name,
          [data.length],
          BigInt64Array.from(data, (value) => BigInt(value)),
        ),
      ),
    node(operator, inputs, output, attributes = {}) {
      body.message(1, nodeProto(operator, output, inputs, output, attributes))
      return output
    },
  }

  const names = new Map<string, string>(graph.inputs.map(({ name }) => [name, name]))
  for (const node of graph.nodes)
    names.set(
      node.name,
      lower(
        to,
        node,
        node.inputs.map((input) => names.get(input)!),
      ),
    )

  const taps = (options.taps ?? []).map((name) => {
    const shape = shapes.get(name)
    if (shape === undefined) throw new ActscopeError('graph-invalid', `${graph.name} has no node ${name}`)
    return { name, value: { name, shape } }
  })
  body.string(2, graph.name)
  for (const input of graph.inputs) body.message(11, valueInfo(input.name, input.shape, input.type))
  for (const { name, value } of [...graph.outputs, ...taps]) {
    // An output has a public name of its own; where the node is called otherwise (or is an alias) an Identity names it.
    const made = names.get(value.name)!
    if (made !== name) to.node('Identity', [made], name)
    body.message(12, valueInfo(name, value.shape, 'float32'))
  }
  const model = new Message().varint(1, irVersion).string(2, 'actscope').message(7, body)
  model.message(8, new Message().string(1, '').varint(2, opset))
  for (const [key, value] of Object.entries(options.metadata ?? {})) {
    model.message(14, new Message().string(1, key).string(2, value))
  }
  return model.finish()
}

/** Nodes and lowerings go together by operator, which TypeScript cannot follow through the union of nodes. */
function lower(to: Lowering, node: Node, inputs: readonly string[]): string {
  const lowering = lowerings[node.operator] as (to: Lowering, node: Node, inputs: readonly string[]) => string
  return lowering(to, node, inputs)
}
