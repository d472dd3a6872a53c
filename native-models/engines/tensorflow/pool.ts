import type { Tensor, Tensor4D, Tensor5D } from '@tensorflow/tfjs-core'
import type { Attributes } from '../../graph/operators.ts'
import type { TensorFlow } from './library.ts'
import { padded } from './window.ts'

/** The graph's pools over 1, 2 or 3 axes, on x [N, ..., C]. */
export function pooled(tf: TensorFlow, input: Tensor, attributes: Attributes['pool']): Tensor {
  const { kernel, stride, padding, mode, ceil } = attributes
  if (kernel.length === 1) {
    const plane = { kernel: [1, ...kernel], stride: [1, ...stride], padding: [0, ...padding] }
    return tf.squeeze(pooled(tf, tf.expandDims(input, 1), { ...attributes, ...plane }), [1])
  }
  const largest = mode === 'max'
  // TensorFlow's `same` leaves its padding out: right for the largest, not for an average that counts zeros.
  const fill = largest ? -Infinity : 0
  const { x, pad } = padded(tf, input, { kernel, stride, padding }, { ceil, fill, same: largest })
  const [size, step] = [kernel, stride] as [readonly number[], readonly number[]]
  if (x.rank === 4) {
    const [k, s] = [size, step] as [[number, number], [number, number]]
    return largest
      ? tf.maxPool(x as Tensor4D, k, s, pad)
      : counted(tf, tf.avgPool(x as Tensor4D, k, s, pad), input, attributes)
  }
  const [k, s] = [size, step] as [[number, number, number], [number, number, number]]
  return largest
    ? tf.maxPool3d(x as Tensor5D, k, s, pad)
    : counted(tf, tf.avgPool3d(x as Tensor5D, k, s, pad), input, attributes)
}

/**
 * Averages where the last window of an axis reaches beyond the padding (`ceil`): what lies there is not counted, as in
 * PyTorch.
 */
function counted(
  tf: TensorFlow,
  averages: Tensor,
  input: Tensor,
  { kernel, stride, padding }: Attributes['pool'],
): Tensor {
  return kernel.reduce((result, k, i) => {
    const axis = i + 1
    const positions = result.shape[axis]!
    const beyond = (positions - 1) * stride[i]! + k - (input.shape[axis]! + 2 * padding[i]!)
    if (beyond <= 0) return result
    const factors = new Float32Array(positions).fill(1).with(-1, k / (k - beyond))
    return tf.mul(
      result,
      tf.tensor(
        factors,
        result.shape.map((_, j) => (j === axis ? positions : 1)),
      ),
    )
  }, averages)
}
