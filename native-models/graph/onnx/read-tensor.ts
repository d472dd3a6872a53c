import { ActscopeError } from '../../errors.ts'
import { damaged, type FieldMap } from './fields.ts'

// TensorProto: dims 1, data_type 2, segment 3, *_data, name 8, raw_data 9, external_data 13, data_location 14.
const field = { dims: 1, type: 2, segment: 3, name: 8, raw: 9, external: 13, location: 14 } as const

/** Bytes of an element in raw_data, and the field that holds such elements otherwise, with how it packs them. */
interface Element {
  readonly bytes: number
  readonly field: number
  readonly packed: 'varint' | 4 | 8
}
const inInt32 = (bytes: number): Element => ({ bytes, field: 5, packed: 'varint' })
const elements: ReadonlyMap<number, Element> = new Map([
  [1, { bytes: 4, field: 4, packed: 4 }], // float
  [2, inInt32(1)], // uint8
  [3, inInt32(1)], // int8
  [4, inInt32(2)], // uint16
  [5, inInt32(2)], // int16
  [6, inInt32(4)], // int32
  [7, { bytes: 8, field: 7, packed: 'varint' }], // int64
  [9, inInt32(1)], // bool
  [10, inInt32(2)], // float16
  [11, { bytes: 8, field: 10, packed: 8 }], // double
  [12, { bytes: 4, field: 11, packed: 'varint' }], // uint32
  [13, { bytes: 8, field: 11, packed: 'varint' }], // uint64
  [16, inInt32(2)], // bfloat16
])

/**
 * Holds a tensor's shape against its bytes, which must be in the file: a shape alone would make whatever runs it ask for
 * any amount of memory. Gives its name. Throws `model-refused`.
 */
export function checkTensor(tensor: FieldMap): string {
  const name = tensor.text(field.name) ?? ''
  if (tensor.has(field.external) || (tensor.integer(field.location) ?? 0) !== 0) {
    throw new ActscopeError('model-refused', `its tensor ${name} lies in another file`, {
      hint: 'Save it as one file: onnx.save(model, path, save_as_external_data=False).',
    })
  }
  if (tensor.has(field.segment)) throw damaged(`its tensor ${name} is only a part of one`)
  const type = tensor.integer(field.type) ?? 0
  const element = elements.get(type)
  if (element === undefined) {
    throw new ActscopeError('model-refused', `its tensor ${name} is of the type ${type}, which is not run here`, {
      hint: 'Export it in float32.',
    })
  }
  const dims = tensor.integers(field.dims)
  const count = dims.reduce((product, size) => product * size, 1)
  if (dims.length > 16 || dims.some((size) => size < 0) || !Number.isSafeInteger(count)) {
    throw damaged(`its tensor ${name} has the shape [${dims.slice(0, 16).join(', ')}]`)
  }
  const raw = tensor.message(field.raw)
  const has = raw === undefined ? tensor.count(element.field, element.packed) : raw.length / element.bytes
  if (has !== count) throw damaged(`its tensor ${name} has ${has} numbers for the shape [${dims.join(', ')}]`)
  return name
}
