import type { GraphBuilder } from '../graph/builder.ts'
import type { Value } from '../graph/graph.ts'
import { featureBlocks, features } from './features.ts'
import type { FrameNetwork } from './network.ts'

/** What a classifier that was taught has the numbers of. */
export interface TaughtShape {
  /** Rows of `prototypes`: what was shown, to be compared with. */
  readonly prototypes: number
}

/** Under this name its tensors lie: `taught.head.centre`, `taught.scores.weight`, `taught.prototypes.weight`. */
export const taughtScope = 'taught'

/** What is added to a block's squared length before the root, so that a block of zeros stays zeros. */
export const normEpsilon = 1e-12

/**
 * A network whose classifier was taught from takes (docs/teaching.md), on the encoder and the 3D part of `base`. With
 * features f_b of each of B blocks:
 *
 *     u_b = (f_b - centre_b) * scale_b        z = concat(u_b / |u_b|) / sqrt(B)
 *     s = W z + c                           nearest = max over prototypes p of p . z
 *     unknown = max(s) + sharpness * (limit - nearest)
 *
 * Logits are s, one for each action, and then `unknown`, the last class: it leads where the clip lies farther from all
 * that was shown than the limit. `classes` of the options counts it. Frames are encoded once, as by the base.
 */
export function taughtNetwork(base: FrameNetwork, { prototypes }: TaughtShape): FrameNetwork {
  const actions = base.options.classes - 1
  return {
    ...base,
    classify(g, maps) {
      const blocks = features(g, base, maps)
      const own = g.at(taughtScope)
      const unit = featureBlocks.map((name) => normalized(own.at(name), blocks[name]))
      const z = own.affine(own.concat(unit, 1), 1 / Math.sqrt(featureBlocks.length), 0) //     [N, F]
      const scores = own.linear('scores', z, actions) //                                       [N, actions]
      // `prototypes` holds sharpness * p, and `limit` sharpness * limit.
      const nearest = largest(own, own.linear('prototypes', z, prototypes, { bias: false })) // [N, 1]
      const beyond = own.subtract(own.parameter('limit', [1, 1]), nearest) //                  [N, 1]
      return own.concat([scores, own.add(largest(own, scores), beyond)], 1)
    },
  }
}

/** Centred, scaled, of length 1. [N, F] -> [N, F] */
function normalized(g: GraphBuilder, x: Value): Value {
  const size = x.shape[1]!
  const u = g.multiply(g.subtract(x, g.parameter('centre', [1, size])), g.parameter('scale', [1, size]))
  const meanSquare = g.mean(g.multiply(u, u), [1], { keep: true }) //   |u|^2 / F
  return g.divide(u, g.sqrt(g.affine(meanSquare, size, normEpsilon)))
}

/** [N, K] -> [N, 1] */
function largest(g: GraphBuilder, x: Value): Value {
  const k = x.shape[1]!
  if (k === 1) return x
  return g.reshape(g.maxPool(g.reshape(x, [-1, 1, 1, k]), { kernel: [1, k] }), [-1, 1])
}
