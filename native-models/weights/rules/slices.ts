import { turned } from './adapt.ts'
import type { Tensor } from '../tensor.ts'

/** A Res2Net block splits its channels in so many. */
const slices = 4

/** Which axis of a block's tensors runs over the sliced channels. `cmem`: what CMEM puts before the slices. */
const slicedAxes: readonly (readonly [name: RegExp, axis: 0 | 1])[] = [
  [/^layer\d\.\d+\.(conv1|bn1|cmem\.conv_exp|cmem\.bn_exp)\./, 0],
  [/^layer\d\.\d+\.(conv3|cmem\.conv_prev)\.weight$/, 1],
]

/**
 * Puts slice i of every Res2Net block where slice i + `by` was (modulo four), in all that makes or reads it; what works on
 * one slice (convs.i, bns.i) goes along by its name, where the untouched slice is at the other end. The network stays the
 * same function.
 */
export function moveSlices(name: string, tensor: Tensor, by: 1 | -1): Tensor {
  const axis = slicedAxes.find(([pattern]) => pattern.test(name))?.[1]
  return axis === undefined ? tensor : turned(tensor, axis, slices, by)
}
