/** Shrinking and enlarging pictures, in integers only: the same bytes on every machine. */
import type { RgbImage } from './orientation.ts'

/** A rectangle in pixels. */
export interface Window {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** For each output position: the first input pixel, and the weights (fixed point, summing to about 1) from there on. */
interface Filter {
  readonly first: Int32Array
  readonly count: Int32Array
  readonly weights: Int32Array
  /** Weights of output i begin at i * taps. */
  readonly taps: number
}

/** Fraction bits of a weight: 22, so that 255 x weight stays within 31 bits. */
const precision = 22
const half = 1 << (precision - 1)

/** A video asks for the same two filters for each of its frames; a few videos may be read side by side. */
const remembered = new Map<string, Filter>()
const maxRemembered = 64

/**
 * Bilinear resampling with antialiasing: when shrinking, the triangle filter is widened by the scale, so every input
 * pixel counts. The arithmetic is that of Pillow's `Image.resize(size, Image.BILINEAR)` (src/libImaging/Resample.c):
 * rows first, rounded to bytes, then columns, with 22 bit fixed-point weights. (Newer Pillow takes the columns first for
 * some tall pictures; there the last bit may differ.)
 *
 * Only the part of the result inside `window` is computed.
 *
 * @returns the window: RGB, window.height x window.width x 3
 */
export function resample(image: RgbImage, width: number, height: number, window: Window): RgbImage {
  const across = filterFor(image.width, width)
  const down = filterFor(image.height, height)
  const lastRow = window.top + window.height - 1
  const firstInput = down.first[window.top]!
  const inputs = down.first[lastRow]! + down.count[lastRow]! - firstInput
  const rows = resampleRows(image, across, window, firstInput, inputs)
  return { width: window.width, height: window.height, rgb: resampleColumns(rows, down, window, firstInput) }
}

/** Input rows first..first+count-1, each resampled to the window's columns: count x window.width x 3. */
function resampleRows(image: RgbImage, filter: Filter, window: Window, first: number, count: number): Uint8Array {
  const { rgb, width } = image
  const out = new Uint8Array(count * window.width * 3)
  let to = 0
  for (let y = first; y < first + count; y++) {
    for (let x = window.left; x < window.left + window.width; x++, to += 3) {
      let r = half
      let g = half
      let b = half
      let from = 3 * (y * width + filter.first[x]!)
      const base = x * filter.taps
      const end = base + filter.count[x]!
      for (let k = base; k < end; k++, from += 3) {
        const weight = filter.weights[k]!
        r = (r + rgb[from]! * weight) | 0
        g = (g + rgb[from + 1]! * weight) | 0
        b = (b + rgb[from + 2]! * weight) | 0
      }
      out[to] = clipped(r)
      out[to + 1] = clipped(g)
      out[to + 2] = clipped(b)
    }
  }
  return out
}

/** The window's rows from already resampled rows, of which the first is input row `offset`. */
function resampleColumns(rows: Uint8Array, filter: Filter, window: Window, offset: number): Uint8Array {
  const stride = window.width * 3
  const out = new Uint8Array(window.height * stride)
  const sums = new Int32Array(stride)
  for (let y = 0; y < window.height; y++) {
    const at = window.top + y
    const first = filter.first[at]! - offset
    sums.fill(half)
    for (let k = 0; k < filter.count[at]!; k++) {
      const weight = filter.weights[at * filter.taps + k]!
      const from = (first + k) * stride
      for (let i = 0; i < stride; i++) sums[i] = sums[i]! + rows[from + i]! * weight
    }
    for (let i = 0; i < stride; i++) out[y * stride + i] = clipped(sums[i]!)
  }
  return out
}

/** Fixed point to a byte. The weights are not negative, so only the upper end can be passed. */
function clipped(sum: number): number {
  const value = sum >> precision
  return value > 255 ? 255 : value
}

function filterFor(input: number, output: number): Filter {
  const key = `${input}>${output}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  const filter = triangleFilter(input, output)
  if (remembered.size >= maxRemembered) remembered.clear()
  remembered.set(key, filter)
  return filter
}

/** The weights of a triangle of half-width max(input/output, 1) around each output position. */
function triangleFilter(input: number, output: number): Filter {
  const scale = input / output
  const support = Math.max(scale, 1)
  const taps = Math.ceil(support) * 2 + 1
  const first = new Int32Array(output)
  const count = new Int32Array(output)
  const weights = new Int32Array(output * taps)
  for (let i = 0; i < output; i++) {
    const centre = (i + 0.5) * scale
    const begin = Math.max(Math.trunc(centre - support + 0.5), 0)
    const end = Math.min(Math.trunc(centre + support + 0.5), input)
    const shares: number[] = []
    let total = 0
    for (let x = begin; x < end; x++) {
      const share = Math.max(1 - Math.abs((x - centre + 0.5) * (1 / support)), 0)
      shares.push(share)
      total += share
    }
    first[i] = begin
    count[i] = end - begin
    shares.forEach((share, k) => (weights[i * taps + k] = Math.trunc(0.5 + (share / total) * (1 << precision))))
  }
  return { first, count, weights, taps }
}
