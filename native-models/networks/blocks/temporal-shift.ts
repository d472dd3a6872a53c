import type { GraphBuilder } from '../../graph/builder.ts'
import type { Value } from '../../graph/graph.ts'

// Mixing over time inside a network that has folded its frames into the batch: [N * T, C, H, W] -> the same.

/**
 * Adaptive shift (IMG, Eq. 13; docs/readings.md): a learned filter of three taps over time for each channel, zeros beyond the
 * clip; y_t = K0 x_{t-1} + K1 x_t + K2 x_{t+1}. Its weight `<name>.conv.weight` is [C, 1, 3].
 */
export function adaptiveShift(parent: GraphBuilder, name: string, x: Value, frames: number): Value {
  const g = parent.at(name)
  const [, c, h, w] = x.shape as readonly [number, number, number, number]
  // Frames lie one after another on the last axis, so that the same pixel of two frames is H * W apart: one long
  // convolution for each channel, where one along T for each pixel would be thousands of tiny ones (25 times slower).
  const still = h * w
  const overTime = g.transpose(g.reshape(x, [-1, frames, c, still]), [0, 2, 1, 3]) //     [N, C, T, HW]
  const taps = { kernel: 3, dilation: still, padding: still, groups: c }
  const y = g.convolution('conv', g.reshape(overTime, [-1, c, frames * still]), c, taps) // [N, C, T * HW]
  const back = g.transpose(g.reshape(y, [-1, c, frames, still]), [0, 2, 1, 3]) //         [N, T, C, HW]
  return parent.reshape(back, [-1, c, h, w], name)
}

/**
 * The fixed shift of Lin et al. 2019 (TSM, Fig. 1): the first eighth of the channels comes from the next frame, the second
 * from the one before, the rest stays; zeros beyond the clip. Adaptive shift begins as this one.
 */
export function temporalShift(parent: GraphBuilder, name: string, x: Value, frames: number): Value {
  const g = parent.at(name)
  const [, c, h, w] = x.shape as readonly [number, number, number, number]
  const fold = Math.floor(c / 8)
  const clip = g.reshape(x, [-1, frames, c, h, w])
  const [next, previous, rest] = g.split(clip, [fold, fold, c - 2 * fold], 2) as readonly [Value, Value, Value]
  const pad = (v: Value, before: number, after: number): Value => g.pad(v, [0, before, 0, 0, 0], [0, after, 0, 0, 0])
  const shifted = [pad(g.slice(next, 1, 1, frames), 0, 1), pad(g.slice(previous, 1, 0, frames - 1), 1, 0), rest]
  return parent.reshape(g.concat(shifted, 2), [-1, c, h, w], name)
}
