import { endianness } from 'node:os'
import { ActscopeError } from '../errors.ts'
import { halfBitsToFloatBits } from './half.ts'

/** Bytes of one element, by dtype, in safetensors' names. The 8-bit floats of safetensors are not read: no network here uses them. */
export const bytesOf = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
} as const

export type Dtype = keyof typeof bytesOf

/** Numbers as a file holds them: row-major, little-endian bytes, decoded only when asked for. */
export interface Tensor {
  readonly dtype: Dtype
  readonly shape: readonly number[]
  readonly data: Uint8Array
}

export function isDtype(word: unknown): word is Dtype {
  return typeof word === 'string' && Object.hasOwn(bytesOf, word)
}

export function isFloat(dtype: Dtype): boolean {
  return dtype === 'F32' || dtype === 'F16' || dtype === 'BF16' || dtype === 'F64'
}

/** Product of a shape; undefined where it, or a step of it, is not a whole number that a double holds exactly. */
export function elementCount(shape: readonly number[]): number | undefined {
  let count = 1
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) return undefined
    count *= size
    if (!Number.isSafeInteger(count)) return undefined
  }
  return count
}

/** A tensor around numbers already in memory: a view where the machine is little-endian, else a copy. */
export function float32Tensor(values: Float32Array, shape: readonly number[]): Tensor {
  if (elementCount(shape) !== values.length) {
    throw new ActscopeError('input-invalid', `${values.length} values do not fill the shape [${shape.join(',')}].`)
  }
  const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  if (hostIsLittleEndian) return { dtype: 'F32', shape, data }
  const bytes = new DataView(new ArrayBuffer(values.byteLength))
  values.forEach((value, i) => {
    bytes.setFloat32(i * 4, value, true)
  })
  return { dtype: 'F32', shape, data: new Uint8Array(bytes.buffer) }
}

/**
 * The numbers of a floating point tensor, row-major. F16 and BF16 widen exactly; F64 rounds to nearest.
 * An aligned F32 tensor is not copied: the result then shares memory with the file's bytes, so do not write to it.
 * Throws `input-invalid` for integers, which mean nothing as weights without a scale, and where bytes and shape disagree.
 */
export function toFloat32(tensor: Tensor): Float32Array {
  const { dtype, data } = tensor
  const size = bytesOf[dtype]
  const count = data.byteLength / size
  if (elementCount(tensor.shape) !== count) {
    throw new ActscopeError(
      'input-invalid',
      `${data.byteLength} bytes do not fill ${dtype} [${tensor.shape.join(',')}].`,
    )
  }
  if (dtype === 'F32' && hostIsLittleEndian) {
    // A typed array must begin at a multiple of its element size; a file owes us no such thing.
    const aligned = data.byteOffset % size === 0 ? data : new Uint8Array(data)
    return new Float32Array(aligned.buffer, aligned.byteOffset, count)
  }
  const bytes = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const values = new Float32Array(count)
  // Written as bits: a float's NaN may lose its payload when it passes through a JavaScript number.
  const bits = new Uint32Array(values.buffer)
  switch (dtype) {
    case 'F32':
      for (let i = 0; i < count; i++) bits[i] = bytes.getUint32(i * 4, true)
      return values
    case 'F16':
      for (let i = 0; i < count; i++) bits[i] = halfBitsToFloatBits(bytes.getUint16(i * 2, true))
      return values
    case 'BF16': // the upper half of a float32
      for (let i = 0; i < count; i++) bits[i] = bytes.getUint16(i * 2, true) << 16
      return values
    case 'F64':
      for (let i = 0; i < count; i++) values[i] = bytes.getFloat64(i * 8, true)
      return values
    default:
      throw new ActscopeError('input-invalid', `A tensor of ${dtype} is not floating point.`)
  }
}

const hostIsLittleEndian = endianness() === 'LE'
