import { elementCount } from '../tensor.ts'
import { isKind, type PickleValue, type StoredTensor } from './pickle-values.ts'
import { refuse } from './refuse.ts'

/** PyTorch has no tensor of more axes. */
const axisLimit = 64

/**
 * The arguments of torch._utils._rebuild_tensor(storage, offset, shape, strides) and its second version, which adds
 * requires_grad and hooks. Throws `weights-unreadable` unless all its elements lie within the storage.
 */
export function rebuildTensor(args: readonly PickleValue[], source: string): StoredTensor {
  const [storage, offset, shapeArgument, stridesArgument] = args
  const [shape, strides] = [sizes(shapeArgument), sizes(stridesArgument)]
  if (!isKind(storage, 'storage') || !isSize(offset) || shape === undefined || strides?.length !== shape.length) {
    throw refuse(source, 'has a tensor without a sound storage, offset, shape and strides')
  }
  const form = `[${shape.join(',')}], strides [${strides.join(',')}], offset ${offset}`
  const count = elementCount(shape)
  if (count === undefined) throw refuse(source, `has a tensor of an impossible size: ${form}`)
  const last = offset + shape.reduce((sum, axis, i) => sum + (axis - 1) * strides[i]!, 0)
  if (count === 0 ? offset > storage.count : last >= storage.count) {
    throw refuse(source, `has a tensor that lies outside of its storage of ${storage.count} numbers: ${form}`)
  }
  return { kind: 'tensor', storage, offset, shape, strides }
}

function sizes(value: PickleValue | undefined): readonly number[] | undefined {
  if (!isKind(value, 'tuple') || value.items.length > axisLimit) return undefined
  return value.items.every(isSize) ? value.items : undefined
}

export function isSize(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
