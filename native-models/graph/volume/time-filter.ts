/** Rows of numbers. */
export type Matrix = readonly (readonly number[])[]

/**
 * A filter over time as products of frames with weights, fewer of them than taps times frames. Per tile of consecutive
 * outputs: product j is (sum_i inputs[j][i] x_i) times (sum_k taps[j][k] w_k); output m is the sum of outputs[m][j] of them.
 */
interface Tile {
  readonly inputs: Matrix
  readonly taps: Matrix
  readonly outputs: Matrix
}

/** A {@link Tile} laid over a clip of T frames, zeros beyond its ends. */
export interface TimeFilter {
  /** Products of each tile. */
  readonly products: number
  /** [tiles x products, T]: each row makes a frame that is convolved. */
  readonly inputs: Matrix
  /** [products, taps]: what each product is convolved with. */
  readonly taps: Matrix
  /** [T', tiles x products]: how they make the frames that come out. */
  readonly outputs: Matrix
  /** The product that goes into every output with factor 1, so that a bias may be added there. */
  readonly bias: number
}

/**
 * Winograd's minimal filters of three taps (Lavin & Gray 2016, "Fast algorithms for convolutional neural networks"):
 * F(4, 3), six products for four outputs instead of twelve. Exact but for rounding.
 */
const four: Tile = {
  inputs: [
    [4, 0, -5, 0, 1, 0],
    [0, -4, -4, 1, 1, 0],
    [0, 4, -4, -1, 1, 0],
    [0, -2, -1, 2, 1, 0],
    [0, 2, -1, -2, 1, 0],
    [0, 4, 0, -5, 0, 1],
  ],
  taps: [
    [1 / 4, 0, 0],
    [-1 / 6, -1 / 6, -1 / 6],
    [-1 / 6, 1 / 6, -1 / 6],
    [1 / 24, 1 / 12, 1 / 6],
    [1 / 24, -1 / 12, 1 / 6],
    [0, 0, 1],
  ],
  outputs: [
    [1, 1, 1, 1, 1, 0],
    [0, 1, -1, 2, -2, 0],
    [0, 1, 1, 4, 4, 0],
    [0, 1, -1, 8, -8, 1],
  ],
}

/** Two frames with a zero before and after: w1 (x0 + x1) is in both outputs. Three products instead of six. */
const pair: Tile = {
  inputs: [
    [0, 1, 1, 0],
    [0, 0, 1, 0],
    [0, 1, 0, 0],
  ],
  taps: [
    [0, 1, 0],
    [0, -1, 1],
    [1, -1, 0],
  ],
  outputs: [
    [1, 1, 0],
    [1, 0, 1],
  ],
}

/** One product for each tap. */
const plain = (taps: readonly number[], kernel: number): Tile => {
  const unit = taps.map((tap) => Array.from({ length: kernel }, (_, k) => (k === tap ? 1 : 0)))
  return { inputs: unit, taps: unit, outputs: [taps.map(() => 1)] }
}

export interface TimeWindow {
  readonly kernel: number
  readonly stride: number
  readonly padding: number
}

/** The filter with the fewest products for a window that slides over T frames. */
export function fewestProducts(window: TimeWindow, T: number): TimeFilter {
  const { kernel, stride, padding } = window
  const short = kernel === 3 && stride === 1
  if (short && padding === 1 && T === 2) return layOver(pair, window, T)
  if (short && positions(window, T) > 2) return layOver(four, window, T)
  return everyTap(window, T)
}

/** The filter that multiplies each frame with each tap, but for taps that only ever meet the zeros beyond the ends. */
export function everyTap(window: TimeWindow, T: number): TimeFilter {
  const starts = Array.from({ length: positions(window, T) }, (_, t) => t * window.stride - window.padding)
  const taps = Array.from({ length: window.kernel }, (_, k) => k)
  const met = taps.filter((k) => starts.some((start) => start + k >= 0 && start + k < T))
  return layOver(plain(met, window.kernel), window, T)
}

function layOver({ inputs, taps, outputs }: Tile, window: TimeWindow, T: number): TimeFilter {
  const { stride, padding } = window
  const size = outputs.length
  const count = positions(window, T)
  const tiles = Math.ceil(count / size)
  return {
    products: taps.length,
    taps,
    inputs: Array.from({ length: tiles }, (_, tile) => tile * size * stride - padding).flatMap((start) =>
      inputs.map((row) => Array.from({ length: T }, (_, t) => row[t - start] ?? 0)),
    ),
    outputs: Array.from({ length: count }, (_, t) => {
      const row = outputs[t % size]!
      const before = Math.floor(t / size) * row.length
      return Array.from({ length: tiles * row.length }, (_, p) => row[p - before] ?? 0)
    }),
    bias: taps.findIndex((_, j) => outputs.every((row) => row[j] === 1)),
  }
}

const positions = ({ kernel, stride, padding }: TimeWindow, T: number): number =>
  Math.floor((T + 2 * padding - kernel) / stride) + 1

export const isIdentity = (matrix: Matrix): boolean =>
  matrix.every((row, i) => row.length === matrix.length && row.every((value, j) => value === (i === j ? 1 : 0)))
