import type { Node } from '../graph.ts'
import type { Shape } from '../shape.ts'
import { everyTap, fewestProducts, type TimeFilter } from './time-filter.ts'

/**
 * How a convolution is run: as it is, on frames with the taps side by side, or as products of frames. Of products, so many
 * groups become one, and so `more` channels of zeros are put to the input.
 */
export type Way<To = 'volume' | 'frames' | 'products'> = To extends 'frames'
  ? { readonly to: To; readonly filter: TimeFilter }
  : To extends 'products'
    ? { readonly to: To; readonly filter: TimeFilter; readonly merge: number; readonly more: number }
    : { readonly to: To }

/** onnxruntime's 2D kernels work on blocks of channels, at the widest 16 (AVX-512): a group must be made of whole blocks. */
const block = 16

/**
 * The rule, from `npm run bench -- --networks` (its column "gain") and `npm run bench` (its clip heads):
 * - one tap over time: a 2D convolution of each frame;
 * - where a filter needs fewer products than there are taps (three taps, stride 1): products. Groups of few channels
 *   (ResNeXt) are merged until they fill a block, though zeros are multiplied then;
 * - other filters over time (stems, strides): taps side by side; groups cannot lie side by side, and get products of
 *   single taps;
 * - channels that do not fill their last block (R(2+1)D's 230) are filled up with zeros.
 * It follows what whole networks gained, not each layer by itself.
 */
export function wayOf(node: Extract<Node, { operator: 'convolution' }>, x: Shape): Way {
  const { kernel, stride, padding, dilation, groups, channels } = node.attributes
  if (kernel.length !== 3 || dilation[0] !== 1) return { to: 'volume' }
  const window = { kernel: kernel[0]!, stride: stride[0]!, padding: padding[0]! }
  const [inputs, outputs, T] = [x[1]! / groups, channels / groups, x[2]!]
  const every = everyTap(window, T)
  if (window.kernel === 1) return { to: 'frames', filter: every }
  const fewest = fewestProducts(window, T)
  if (groups === 1 && fewest.inputs.length >= every.inputs.length)
    return { to: 'frames', filter: padded(every, inputs) }
  if (groups === 1 && outputs % block === 0)
    return { to: 'products', filter: fewest, merge: 1, more: (block - (inputs % block)) % block }
  const merge = Math.min(groups, Math.ceil(block / Math.min(inputs, outputs)))
  const whole = groups % merge === 0 && (merge * inputs) % block === 0 && (merge * outputs) % block === 0
  return { to: 'products', filter: fewest, merge: whole ? merge : 1, more: 0 }
}

/** With taps of zeros, until the channels that lie side by side are a multiple of four, as the 2D kernels want them. */
function padded(filter: TimeFilter, channels: number): TimeFilter {
  const more = [0, 1, 2, 3].find((count) => ((filter.products + count) * channels) % 4 === 0) ?? 0
  const { products, inputs, taps } = filter
  const nothing = (row: readonly number[]): readonly number[][] => Array.from({ length: more }, () => row.map(() => 0))
  const tiles = Array.from({ length: inputs.length / products }, (_, i) =>
    inputs.slice(i * products, (i + 1) * products),
  )
  return {
    ...filter,
    products: products + more,
    taps: [...taps, ...nothing(taps[0]!)],
    inputs: tiles.flatMap((rows) => [...rows, ...nothing(rows[0]!)]),
  }
}
