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
