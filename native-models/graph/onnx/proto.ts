import type { Shape } from '../shape.ts'
import { Message } from './protobuf.ts'

// The few messages of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) that a classifier needs.

export const dataType = { float32: 1, uint8: 2, int64: 7 } as const

/** The name that stands for the batch axis, of any size. */
const batchAxis = 'N'

export type AttributeValue =
  number | readonly number[] | { readonly float: number } | { readonly tensor: Message } | string

/** TensorProto. `data` holds the elements in row-major order. */
export function tensorProto(name: string, shape: Shape, data: Float32Array | BigInt64Array): Message {
  const message = new Message()
  for (const size of shape) message.varint(1, size)
  message.varint(2, data instanceof Float32Array ? dataType.float32 : dataType.int64).string(8, name)
  return message.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
}

/** ValueInfoProto, with the first axis left open unless it is `fixed`. */
export function valueInfo(name: string, shape: Shape, type: keyof typeof dataType, fixed = false): Message {
  const axes = new Message()
  shape.forEach((size, i) => {
    axes.message(1, i === 0 && !fixed ? new Message().string(2, batchAxis) : new Message().varint(1, size))
  })
  const tensor = new Message().varint(1, dataType[type]).message(2, axes)
  return new Message().string(1, name).message(2, new Message().message(1, tensor))
}

/** NodeProto. Whole numbers are `ints` attributes; a float is written as { float }. */
export function nodeProto(
  operator: string,
  name: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, AttributeValue>>,
): Message {
  const message = new Message()
  for (const input of inputs) message.string(1, input)
  message.string(2, output).string(3, name).string(4, operator)
  for (const [key, value] of Object.entries(attributes)) message.message(5, attributeProto(key, value))
  return message
}

function attributeProto(name: string, value: AttributeValue): Message {
  const message = new Message().string(1, name)
  if (typeof value === 'number') return message.varint(3, value).varint(20, 2)
  if (typeof value === 'string') return message.string(4, value).varint(20, 3)
  if ('float' in value) return message.float(2, value.float).varint(20, 1)
  if ('tensor' in value) return message.message(5, value.tensor).varint(20, 4)
  for (const element of value) message.varint(8, element)
  return message.varint(20, 7)
}
