import type { Tensor } from '@tensorflow/tfjs-core'
import { windowPositions, type Window } from '../../graph/shape.ts'
import type { TensorFlow } from './library.ts'

/** An input and TensorFlow's word for how a window goes over it. */
export interface Padded {
  readonly x: Tensor
  readonly pad: 'same' | 'valid'
}

export interface Padding {
  readonly ceil?: boolean
  /** What the padding is filled with. */
  readonly fill: number
  /** Whether TensorFlow's `same` fills its padding with that too. */
  readonly same: boolean
}

/**
 * x [N, ..., C] made ready for a window, given for the axes between. TensorFlow knows two paddings: `valid`, none, and
 * `same`, as much as the stride asks for, the odd one at the end. Where neither is the graph's, x is padded here.
 */
export function padded(tf: TensorFlow, x: Tensor, { kernel, stride, padding }: Window, options: Padding): Padded {
  const axes = kernel.map((k, i) => {
    const [n, s, p] = [x.shape[i + 1]!, stride[i]!, padding[i]!]
    const positions = windowPositions(n, k, s, p, options.ceil)
    const after = Math.max(0, (positions - 1) * s + k - n - p)
    const samePositions = Math.ceil(n / s)
    const sameTotal = (samePositions - 1) * s + k - n // below 0, plain JavaScript's 3D kernels begin beside the input
    return { before: p, after, same: samePositions === positions && sameTotal >= 0 && Math.floor(sameTotal / 2) === p }
  })
  if (axes.every(({ before, after }) => before === 0 && after === 0)) return { x, pad: 'valid' }
  if (options.same && axes.every(({ same }) => same)) return { x, pad: 'same' }
  const paddings = [[0, 0], ...axes.map(({ before, after }) => [before, after]), [0, 0]] as [number, number][]
  return { x: tf.pad(x, paddings, options.fill), pad: 'valid' }
}
