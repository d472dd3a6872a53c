/**
 * ONNX models of a few nodes, written by hand, for the tests of this room: a protobuf writer and just enough of
 * onnx.proto3 (field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 */
import type { EngineModel } from './engine.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

function varint(value: number): number[] {
  const bytes: number[] = []
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128)
  return [...bytes, value]
}

type Field = readonly [number, number | string | Uint8Array]

/** One protobuf message: a number is written as a varint, a string and bytes with their length before them. */
function message(...fields: readonly Field[]): Uint8Array {
  const parts = fields.flatMap(([field, value]) => {
    if (typeof value === 'number') return [Uint8Array.from([...varint(field * 8), ...varint(value)])]
    const bytes = typeof value === 'string' ? utf8(value) : value
    return [Uint8Array.from([...varint(field * 8 + 2), ...varint(bytes.length)]), bytes]
  })
  return new Uint8Array(Buffer.concat(parts))
}

const elementTypes = { float32: 1, uint8: 2, int64: 7 } as const
export type ElementType = keyof typeof elementTypes

/** A dimension that is a string is dynamic and has that name. */
export interface Value {
  readonly name: string
  readonly type?: ElementType
  readonly shape: readonly (number | string)[]
}

function valueInfo({ name, type = 'float32', shape }: Value): Uint8Array {
  const dims = shape.map((dim): Field => [1, message(typeof dim === 'string' ? [2, dim] : [1, dim])])
  return message([1, name], [2, message([1, message([1, elementTypes[type]], [2, message(...dims)])])])
}

/** A float32 initializer. */
export function weight(name: string, shape: readonly number[], data: Float32Array): Uint8Array {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return message(...shape.map((dim): Field => [1, dim]), [2, elementTypes.float32], [8, name], [9, raw])
}

/** A node; attributes are integers or lists of integers. */
export function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, number | readonly number[]>> = {},
): Uint8Array {
  return message(
    ...inputs.map((name): Field => [1, name]),
    ...outputs.map((name): Field => [2, name]),
    [3, `${operator}.${outputs[0] ?? ''}`],
    [4, operator],
    ...Object.entries(attributes).map(([name, value]): Field => {
      const [type, body]: [number, Field[]] =
        typeof value === 'number' ? [2, [[3, value]]] : [7, value.map((item): Field => [8, item])]
      return [5, message([1, name], ...body, [20, type])]
    }),
  )
}

export interface TinyGraph {
  readonly nodes: readonly Uint8Array[]
  readonly weights?: readonly Uint8Array[]
  readonly inputs: readonly Value[]
  readonly outputs: readonly Value[]
}

/** A model that an engine loads, under the name that its errors should mention. */
export function tinyModel(name: string, graph: TinyGraph): EngineModel {
  const body = message(
    ...graph.nodes.map((bytes): Field => [1, bytes]),
    [2, name],
    ...(graph.weights ?? []).map((bytes): Field => [5, bytes]),
    ...graph.inputs.map((value): Field => [11, valueInfo(value)]),
    ...graph.outputs.map((value): Field => [12, valueInfo(value)]),
  )
  return { name, onnx: () => message([1, 8], [2, 'actscope-test'], [7, body], [8, message([2, 17])]) }
}

/** y = relu(x W + b): x [N, 3], y [N, 2]. */
export function gemmModel(): EngineModel {
  return tinyModel('gemm', {
    nodes: [node('Gemm', ['x', 'w', 'b'], ['h']), node('Relu', ['h'], ['y'])],
    weights: [
      weight('w', [3, 2], Float32Array.from([1, 0, 0, 1, 1, -1])),
      weight('b', [2], Float32Array.from([0.5, -0.5])),
    ],
    inputs: [{ name: 'x', shape: ['N', 3] }],
    outputs: [{ name: 'y', shape: ['N', 2] }],
  })
}

/** Pixels to features: uint8 frames [N, 3, H, W] -> cast -> 3x3 conv -> relu -> [N, channels, H, W]. */
export function frameModel({ size = 16, channels = 4, layers = 1 } = {}): EngineModel {
  const nodes = [node('Cast', ['frames'], ['a0'], { to: elementTypes.float32 })]
  const weights: Uint8Array[] = []
  for (let layer = 0; layer < layers; layer++) {
    const from = layer === 0 ? 3 : channels
    const values = Float32Array.from({ length: channels * from * 9 }, (_, i) => Math.sin(i + layer) / (from * 9))
    weights.push(weight(`w${layer}`, [channels, from, 3, 3], values))
    nodes.push(
      node('Conv', [`a${layer}`, `w${layer}`], [`c${layer}`], { pads: [1, 1, 1, 1], kernel_shape: [3, 3] }),
      node('Relu', [`c${layer}`], [`a${layer + 1}`]),
    )
  }
  return tinyModel('frames', {
    nodes: [...nodes, node('Relu', [`a${layers}`], ['features'])],
    weights,
    inputs: [{ name: 'frames', type: 'uint8', shape: ['N', 3, size, size] }],
    outputs: [{ name: 'features', shape: ['N', channels, size, size] }],
  })
}
