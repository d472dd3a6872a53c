import { bytesOf, type Tensor } from '../tensor.ts'

/** A 2D kernel as a 3D kernel of one frame, [O, I, h, w] -> [O, I, 1, h, w]; others as they are. */
export function overTime(tensor: Tensor): Tensor {
  const [o, i, h, w, ...more] = tensor.shape
  if (o === undefined || i === undefined || h === undefined || w === undefined || more.length > 0) return tensor
  return { ...tensor, shape: [o, i, 1, h, w] }
}

/** [1, C] -> [C], as batch norms of files from Lua Torch need it; others as they are. */
export function row(tensor: Tensor): Tensor {
  const [one, channels, ...more] = tensor.shape
  return one === 1 && channels !== undefined && more.length === 0 ? { ...tensor, shape: [channels] } : tensor
}

/** A kernel on the first `count` of its input channels, [O, I, ...] -> [O, count, ...]; others as they are. */
export function firstInputs(tensor: Tensor, count: number): Tensor {
  const [outputs, inputs, ...kernel] = tensor.shape
  if (outputs === undefined || inputs === undefined || inputs <= count) return tensor
  const size = kernel.reduce((a, b) => a * b, bytesOf[tensor.dtype])
  const data = new Uint8Array(outputs * count * size)
  for (let o = 0; o < outputs; o++) {
    data.set(tensor.data.subarray(o * inputs * size, (o * inputs + count) * size), o * count * size)
  }
  return { ...tensor, shape: [outputs, count, ...kernel], data }
}

/**
 * An axis as `parts` equal parts, part i put where part i + `by` was, modulo `parts`; a tensor that cannot be split so as
 * it is.
 */
export function turned(tensor: Tensor, axis: number, parts: number, by: number): Tensor {
  const channels = tensor.shape[axis]
  if (channels === undefined || channels % parts !== 0) return tensor
  const count = (axes: readonly number[]): number => axes.reduce((a, b) => a * b, 1)
  const rows = count(tensor.shape.slice(0, axis))
  const length = count(tensor.shape.slice(axis)) * bytesOf[tensor.dtype] // bytes, of one row
  const moved = (length / parts) * (((by % parts) + parts) % parts)
  const data = new Uint8Array(rows * length)
  for (let at = 0; at < data.length; at += length) {
    const row = tensor.data.subarray(at, at + length)
    data.set(row.subarray(0, length - moved), at + moved)
    data.set(row.subarray(length - moved), at)
  }
  return { ...tensor, data }
}
