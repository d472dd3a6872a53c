import { ActscopeError } from '../errors.ts'
import { some } from '../text.ts'
import type { Parameter } from '../graph/graph.ts'
import { type Tensor, isFloat, toFloat32 } from './tensor.ts'

export interface BindOptions {
  /** Take no offence at tensors that the network does not know, such as the head of another training. */
  readonly allowUnexpected?: boolean
}

/**
 * Gives each parameter of a network its numbers, by name and shape; all of them, or none.
 * Throws `weights-mismatch` at the first parameter, in the network's order, that is missing, of another shape, not
 * floating point or not finite; then for tensors that no parameter asked for. PyTorch's counters
 * (`num_batches_tracked`) are never asked for and never minded. Aligned F32 numbers are views of the file's bytes.
 */
export function bindWeights(
  wanted: readonly Parameter[],
  tensors: ReadonlyMap<string, Tensor>,
  source: string,
  options: BindOptions = {},
): Map<string, Float32Array> {
  const names = new Set(wanted.map(({ name }) => name))
  const unexpected = [...tensors.keys()].filter((name) => !names.has(name) && !isCounter(name))
  const bound = new Map<string, Float32Array>()
  for (const { name, shape } of wanted) {
    const tensor = tensors.get(name)
    if (tensor === undefined) throw missing(name, unexpected, source)
    if (tensor.shape.length !== shape.length || tensor.shape.some((size, i) => size !== shape[i])) {
      const form = `[${tensor.shape.join(',')}], the network needs [${shape.join(',')}]`
      throw mismatch(`${source}: tensor ${name} is ${form}.`)
    }
    if (!isFloat(tensor.dtype)) {
      throw mismatch(`${source}: tensor ${name} is ${tensor.dtype}, the network needs floating point numbers.`)
    }
    const values = toFloat32(tensor)
    const bad = firstNotFinite(values)
    if (bad >= 0) throw mismatch(`${source}: tensor ${name} holds ${String(values[bad])} at index ${bad}.`)
    bound.set(name, values)
  }
  if (unexpected.length > 0 && options.allowUnexpected !== true) {
    throw mismatch(`${source}: the network has no ${some(unexpected)}.`)
  }
  return bound
}

/** The index of the first NaN or infinity, or -1: those have all bits of the exponent. As fast as memory is read. */
function firstNotFinite({ buffer, byteOffset, length }: Float32Array): number {
  const exponent = 0x7f800000
  const bits = new Int32Array(buffer, byteOffset, length)
  for (let i = 0; i < length; i++) if ((bits[i]! & exponent) === exponent) return i
  return -1
}

function isCounter(name: string): boolean {
  return name === 'num_batches_tracked' || name.endsWith('.num_batches_tracked')
}

function missing(name: string, unexpected: readonly string[], source: string): ActscopeError {
  const instead = unexpected.length === 0 ? '' : ` It has ${some(unexpected)}, which the network does not know.`
  return mismatch(`${source}: tensor ${name} is missing.${instead}`)
}

function mismatch(message: string): ActscopeError {
  return new ActscopeError('weights-mismatch', message, { hint: 'These weights belong to another network or variant.' })
}
