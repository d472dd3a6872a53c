import { bytesOf, elementCount, float32Tensor, isFloat, toFloat32, type Tensor } from '../tensor.ts'
import type { PickleValue, Storage, StoredTensor } from './pickle-values.ts'
import { refuse } from './refuse.ts'

/** What a checkpoint holds, in either format. */
export interface Archive {
  readonly object: PickleValue
  /** The bytes of a storage, as many as it needs. Throws `weights-unreadable` where the file does not have them. */
  read(storage: Storage): Uint8Array
}

/** Reads tensors out of storages, and keeps account of what it copies. */
export class TensorReader {
  readonly #archive: Archive
  readonly #source: string
  #copied = 0
  readonly #copyLimit: number

  constructor(archive: Archive, fileSize: number, source: string) {
    this.#archive = archive
    this.#source = source
    // One number can be made to look like a billion (a stride of 0), and a storage be shown a thousand times.
    this.#copyLimit = 4 * fileSize + 2 ** 20
  }

  /**
   * A tensor's numbers, row-major. A contiguous one is a view of the file; others, and F64, which becomes F32, are copied.
   * Throws `weights-unreadable` where copies would come to more than four times the file.
   */
  read(tensor: StoredTensor): Tensor {
    const { storage, shape, offset } = tensor
    const { dtype } = storage
    const size = bytesOf[dtype]
    const count = elementCount(shape)!
    const content = this.#archive.read(storage)
    const data = isContiguous(tensor)
      ? content.subarray(offset * size, (offset + count) * size)
      : this.#gather(tensor, content, count)
    if (dtype !== 'F64') return { dtype, shape, data }
    this.#account(4 * count)
    return float32Tensor(toFloat32({ dtype, shape, data }), shape)
  }

  #gather({ storage, shape, strides, offset }: StoredTensor, content: Uint8Array, count: number): Uint8Array {
    const size = bytesOf[storage.dtype]
    this.#account(count * size)
    const data = new Uint8Array(count * size)
    const index = shape.map(() => 0)
    let from = offset
    for (let i = 0; i < count; i++) {
      for (let b = 0; b < size; b++) data[i * size + b] = content[from * size + b]!
      // The next index, as an odometer counts: the last axis fastest.
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        from += strides[axis]!
        if (++index[axis]! < shape[axis]!) break
        from -= index[axis]! * strides[axis]!
        index[axis] = 0
      }
    }
    return data
  }

  #account(bytes: number): void {
    this.#copied += bytes
    if (this.#copied > this.#copyLimit) {
      throw refuse(
        this.#source,
        'would take far more memory than the file has bytes: its tensors repeat the same numbers',
      )
    }
  }
}

/** Row-major without gaps; the stride of an axis of length one means nothing. */
function isContiguous({ shape, strides }: StoredTensor): boolean {
  let expected = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return shape.includes(0)
    expected *= shape[axis]!
  }
  return true
}

export function isCounter(name: string, { storage }: StoredTensor): boolean {
  return !isFloat(storage.dtype) && /(^|\.)num_batches_tracked$/.test(name)
}
