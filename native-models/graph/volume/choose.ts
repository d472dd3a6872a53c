import type { Node } from '../graph.ts'
import type { Shape } from '../shape.ts'
import { everyTap, fewestProducts, type TimeFilter } from './time-filter.ts'

/**
 * How a convolution is run: as it is, on frames with the taps side by side (the sum of one 2D convolution for each of
 * `filters`), or as products of frames. Of products, so many groups become one, and so `more` channels of zeros are put to
 * the input.
 */
export type Way<To = 'volume' | 'frames' | 'products'> = To extends 'frames'
  ? { readonly to: To; readonly filters: readonly TimeFilter[] }
  : To extends 'products'
    ? { readonly to: To; readonly filter: TimeFilter; readonly merge: number; readonly more: number }
    : { readonly to: To }

/**
 * onnxruntime's 2D kernels work on blocks of channels, at the widest 16 (AVX-512): a group must be made of whole blocks, and
 * 24 channels cost as much as 32. Fewer than a block are read as they lie, and cost what they are.
 */
const block = 16

/**
 * The rule, from `npm run bench -- --networks` (its column "gain") and `npm run bench` (its clip heads):
 * - one tap over time: a 2D convolution of each frame;
 * - where a filter needs fewer products than there are taps (three taps, stride 1), blocks of channels filled: products.
 *   Groups of few channels (ResNeXt) are merged until they fill a block, though zeros are multiplied then;
 * - other filters over time (stems, strides): taps side by side, a stem's in parts smaller than a block; groups cannot lie
 *   side by side, and get products of single taps;
 * - channels that do not fill their last block (R(2+1)D's 230) are filled up with zeros.
 * It follows what whole networks gained, not each layer by itself.
 */
export function wayOf(node: Extract<Node, { operator: 'convolution' }>, x: Shape): Way {
  const { kernel, stride, padding, dilation, groups, channels } = node.attributes
  if (kernel.length !== 3 || dilation[0] !== 1) return { to: 'volume' }
  const window = { kernel: kernel[0]!, stride: stride[0]!, padding: padding[0]! }
  const [inputs, outputs, T] = [x[1]! / groups, channels / groups, x[2]!]
  const every = everyTap(window, T)
  if (window.kernel === 1) return { to: 'frames', filters: [every] }
  const fewest = fewestProducts(window, T)
  if (groups === 1 && fewest.inputs.length * filled(inputs) >= every.inputs.length * inputs)
    return { to: 'frames', filters: inputs < block ? parted(every, inputs) : [padded(every, inputs)] }
  if (groups === 1 && outputs % block === 0)
    return { to: 'products', filter: fewest, merge: 1, more: filled(inputs) - inputs }
  const merge = Math.min(groups, Math.ceil(block / Math.min(inputs, outputs)))
  const whole = groups % merge === 0 && (merge * inputs) % block === 0 && (merge * outputs) % block === 0
  return { to: 'products', filter: fewest, merge: whole ? merge : 1, more: 0 }
}

/** With what fills the last block. */
const filled = (channels: number): number => Math.ceil(channels / block) * block

/** In parts whose channels do not fill a block together (a stem's 7 taps of 3 channels: 12 and 9), or in none if they do. */
function parted(filter: TimeFilter, channels: number): readonly TimeFilter[] {
  const { products } = filter
  if ((products * channels) % block === 0) return [filter]
  const count = Math.ceil(products / Math.floor((block - 1) / channels))
  const ends = Array.from({ length: count + 1 }, (_, i) => Math.ceil((i * products) / count))
  return ends.slice(1).map((end, i) => someOf(filter, ends[i]!, end))
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

/** The products from `start` to before `end` of each tile. */
function someOf(filter: TimeFilter, start: number, end: number): TimeFilter {
  const within = (_: unknown, row: number): boolean => row % filter.products >= start && row % filter.products < end
  return {
    ...filter,
    products: end - start,
    taps: filter.taps.slice(start, end),
    inputs: filter.inputs.filter(within),
    outputs: filter.outputs.map((row) => row.filter(within)),
  }
}
