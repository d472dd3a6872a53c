import type { GraphBuilder } from '../../graph/builder.ts'
import type { Value } from '../../graph/graph.ts'

export interface MotionExcitation {
  /** Channels are squeezed to floor(channels / reduction). */
  readonly reduction: number
  /** Weights of the difference M and of the similarity P. */
  readonly alpha: number
  readonly beta: number
  /** Whether conv_trans filters each channel by itself. */
  readonly depthwise: boolean
  /** bn_prev and bn_exp after the 1x1 convolutions; without them the equations are taken literally. */
  readonly batchNorm: boolean
}

/** The paper states none of these (docs/readings.md, IMG). */
export const cmemReading: MotionExcitation = { reduction: 16, alpha: 0.5, beta: 0.5, depthwise: true, batchNorm: true }

/** What keeps P finite where nothing is seen: |g_{t+1}| |g_t| counts as this at least. */
const epsilon = 1e-8

/**
 * CMEM (IMG, Eq. 1 to 9; docs/readings.md): weighs the channels of every frame by how they move until the next one,
 * [N * T, C, H, W] -> the same. g = conv_trans(conv_prev f) has h = C / reduction channels;
 * M_t = mean of g_{t+1} - g_t, P_t = cosine of g_{t+1} and g_t, F_t = alpha M_t + beta P_t, F_{T-1} = 0;
 * out = f + f a, a = 2 sigmoid(conv_exp F) - 1.
 */
export function motionExcitation(
  parent: GraphBuilder,
  name: string,
  f: Value,
  frames: number,
  { reduction, alpha, beta, depthwise, batchNorm }: MotionExcitation,
): Value {
  const b = parent.at(name)
  const [, c, height, width] = f.shape as readonly [number, number, number, number]
  const h = Math.max(1, Math.floor(c / reduction))
  const norm = (leaf: string, x: Value): Value => (batchNorm ? b.batchNorm(leaf, x) : x)
  const mean = (x: Value): Value => b.mean(x, [-1])
  const now = (x: Value): Value => b.slice(x, 1, 0, frames - 1)
  const next = (x: Value): Value => b.slice(x, 1, 1, frames)

  const q = norm('bn_prev', b.convolution('conv_prev', f, h, { kernel: 1 }))
  const filtered = b.convolution('conv_trans', q, h, { kernel: 3, padding: 1, groups: depthwise ? h : 1 })
  const g = b.reshape(filtered, [-1, frames, h, height * width])
  // A mean of differences is a difference of means, and a cosine is the same of means as of sums (epsilon is then a
  // mean, too): so each frame is pooled once.
  const pooled = mean(g) //                                                              [N, T, h]
  const length = b.sqrt(mean(b.multiply(g, g))) //                                       [N, T, h]
  const difference = b.subtract(next(pooled), now(pooled)) //                            [N, T-1, h]
  const atLeast = epsilon / (height * width)
  const lengths = b.affine(b.multiply(next(length), now(length)), 1, -atLeast)
  const floored = b.affine(b.relu(lengths), 1, atLeast) //                               max(lengths, epsilon)
  const similarity = b.divide(mean(b.multiply(next(g), now(g))), floored) //             [N, T-1, h]
  const moved = b.add(b.affine(difference, alpha, 0), b.affine(similarity, beta, 0))
  const motion = b.reshape(b.pad(moved, [0, 0, 0], [0, 1, 0]), [-1, h, 1, 1]) //         [N * T, h, 1, 1]
  const s = b.sigmoid(norm('bn_exp', b.convolution('conv_exp', motion, c, { kernel: 1 })))
  return parent.multiply(f, b.affine(s, 2, 0), name) //                                  f + f (2 s - 1)
}
