import { dataType, nodeProto, tensorProto } from './proto.ts'
import { Message } from './protobuf.ts'

/** Parts that a test adds to, or puts in the place of, those of a sound file. */
export interface Parts {
  readonly nodes?: readonly Message[]
  readonly weights?: readonly Message[]
  readonly opset?: number
  readonly ir?: number
  readonly input?: { readonly name?: string; readonly axes?: readonly (number | string)[]; readonly type?: number }
  readonly output?: { readonly name?: string; readonly axes?: readonly (number | string)[]; readonly softmax?: boolean }
  /** Axes over which the input is averaged before the scores; what is left must be [.., 3]. */
  readonly meanOver?: readonly number[]
  readonly weightsAsInputs?: boolean
  readonly model?: (model: Message) => Message
  readonly graph?: (graph: Message) => Message
  readonly metadata?: Readonly<Record<string, string>>
}

/** ValueInfoProto; an axis that is a text is open. */
export function valueProto(name: string, axes: readonly (number | string)[], type: number): Message {
  const shape = new Message()
  for (const axis of axes)
    shape.message(1, typeof axis === 'string' ? new Message().string(2, axis) : new Message().varint(1, axis))
  return new Message()
    .string(1, name)
    .message(2, new Message().message(1, new Message().varint(1, type).message(2, shape)))
}

/**
 * A classifier of three classes: scores = mean over time and space of the channels R, G, B (times 3, to tell them apart).
 * So the brightest channel of a clip is its class.
 */
export function classifierFile(parts: Parts = {}): Uint8Array {
  const { input = {}, output = {}, meanOver = [2, 3, 4] } = parts
  const inputName = input.name ?? 'clip'
  const scores = output.name ?? 'scores'
  const type = input.type ?? dataType.float32
  const w = tensorProto('w', [3, 3], Float32Array.of(3, 0, 0, 0, 3, 0, 0, 0, 3))
  const graph = new Message().string(2, 'g')
  const cast = nodeProto('Cast', 'cast', [inputName], 'floats', { to: dataType.float32 })
  const mean = nodeProto('ReduceMean', 'mean', ['floats'], 'mean', { axes: meanOver, keepdims: 0 })
  const product = nodeProto(
    meanOver.length === 3 ? 'Gemm' : 'MatMul',
    'product',
    ['mean', 'w'],
    output.softmax ? 'raw' : scores,
    {},
  )
  for (const node of [cast, mean, product, ...(parts.nodes ?? [])]) graph.message(1, node)
  if (output.softmax) graph.message(1, nodeProto('Softmax', 'softmax', ['raw'], scores, { axis: 1 }))
  for (const weight of [w, ...(parts.weights ?? [])]) graph.message(5, weight)
  graph.message(11, valueProto(inputName, input.axes ?? [1, 3, 4, 8, 8], type))
  if (parts.weightsAsInputs === true) graph.message(11, valueProto('w', [3, 3], dataType.float32))
  graph.message(12, valueProto(scores, output.axes ?? [1, 3], dataType.float32))
  const model = new Message()
    .varint(1, parts.ir ?? 8)
    .message(8, new Message().varint(2, parts.opset ?? 13))
    .message(7, parts.graph?.(graph) ?? graph)
  for (const [key, text] of Object.entries({ author: 'someone', ...parts.metadata }))
    model.message(14, new Message().string(1, key).string(2, text))
  return (parts.model?.(model) ?? model).finish()
}
