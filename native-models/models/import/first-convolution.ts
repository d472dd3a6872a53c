import { wholeGraph, type Network } from '../../networks/network.ts'
import { bytesOf, type Tensor } from '../../weights/tensor.ts'

export interface Swapped {
  readonly tensors: ReadonlyMap<string, Tensor>
  /** The layer that sees the pixels is among the tensors. */
  readonly seesPixels: boolean
}

/**
 * Weights that were trained on blue, green, red, as weights for red, green, blue: the first convolution's input channels in
 * the other order. The same sums, once for all, where an operator in the graph would do it for every pixel of every frame.
 */
export function swapRedAndBlue(network: Network, tensors: ReadonlyMap<string, Tensor>, bgr: boolean): Swapped {
  const first = wholeGraph(network, 'normalized').nodes.find(({ operator }) => operator === 'convolution')
  const name = first?.parameters[0]?.name ?? ''
  const tensor = tensors.get(name)
  if (tensor === undefined) return { tensors, seesPixels: false }
  return { tensors: bgr ? new Map([...tensors, [name, reversed(tensor)]]) : tensors, seesPixels: true }
}

/** [O, 3, ...] with its second axis the other way round; others as they are. */
function reversed(tensor: Tensor): Tensor {
  const [outputs, inputs, ...kernel] = tensor.shape
  if (outputs === undefined || inputs !== 3) return tensor
  const size = kernel.reduce((a, b) => a * b, bytesOf[tensor.dtype])
  const data = new Uint8Array(tensor.data.length)
  for (let o = 0; o < outputs; o++) {
    for (let c = 0; c < 3; c++) {
      const from = (o * 3 + 2 - c) * size
      data.set(tensor.data.subarray(from, from + size), (o * 3 + c) * size)
    }
  }
  return { ...tensor, data }
}
