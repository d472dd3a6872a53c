import type { GraphBuilder, PerAxis, PoolOptions } from '../graph/builder.ts'
import type { Value } from '../graph/graph.ts'
import { same } from './blocks/residual.ts'
import { channelsOf, type NetworkOptions, type VolumeNetwork } from './network.ts'

// Leong et al. 2020, "Semi-CNN architecture for effective spatio-temporal learning in action recognition": the DenseNet
// that looks at space first, then at time, then at both. Leong et al. 2020, Table 2; two transitions
// do not halve (docs/readings.md).

/** Layers of the three blocks in space and time. Parameters and MACs: 101 classes, 16 x 224 x 224. */
const depths = {
  121: [12, 12, 16], // 10,372,965  32.280 G
  169: [16, 16, 32], // 17,918,181  34.200 G
} as const

export type SemiDensenetDepth = keyof typeof depths

const spatial = [1, 3, 3]
const temporal = [3, 1, 1]
const both = 3
const halfSize = { kernel: [1, 2, 2], stride: [1, 2, 2] }
const halfTime = { kernel: temporal, stride: [2, 1, 1], padding: [1, 0, 0] }
const halfBoth = { kernel: 2, stride: 2 }

export function semiDensenet(depth: SemiDensenetDepth, given: Partial<NetworkOptions> = {}): VolumeNetwork {
  const options = { classes: 101, frames: 16, size: 224, width: 1, ...given }
  const channels = channelsOf(options)
  const blocks = depths[depth]
  return {
    kind: 'volume',
    layout: 'CTHW',
    name: `semi-densenet-${depth}`,
    options,
    forward(root, clip) {
      let x = clip
      const dense = (g: GraphBuilder, name: string, layers: number, kernel: PerAxis): void => {
        for (let i = 1; i <= layers; i++) x = denseLayer(g, `${name}.denselayer${i}`, x, channels(32), kernel)
      }
      const reduce = (g: GraphBuilder, name: string, factor: number, pool: PoolOptions): void => {
        x = transition(g, name, x, Math.floor(x.shape[1]! * factor), pool)
      }
      //                                                                            C of 121 (169) x T x H
      let g = root.at('spatfeatures')
      x = g.convolution('conv0', x, channels(64), { kernel: [1, 7, 7], stride: [1, 2, 2], padding: [0, 3, 3] })
      x = g.relu(g.batchNorm('norm0', x), 'relu0') //                                64 x 16 x 112
      x = g.maxPool(x, { kernel: spatial, stride: [1, 2, 2], padding: [0, 1, 1] }, 'pool0') // 64 x 16 x 56
      dense(g, 'denseblock1', 6, spatial) //                                        256 x 16 x 56
      reduce(g, 'transition1', 1 / 2, halfSize) //                                  128 x 16 x 28
      dense(g, 'denseblock2', 6, spatial) //                                        320 x 16 x 28
      reduce(root.at('spattrans'), 'spatial_transition2', 1, halfSize) //           320 x 16 x 14
      dense(root.at('tempfeatures'), 'temp_denseblock1', 6, temporal) //            512 x 16 x 14
      reduce(root.at('temptrans'), 'temp_transition1', 1 / 2, halfTime) //          256 x 8 x 14
      g = root.at('spattempfeatures')
      dense(g, 'spatialtemp_denseblock1', blocks[0], both) //                       640 (768) x 8 x 14
      reduce(g, 'spatialtemp_transition1', 1, halfBoth) //                          640 (768) x 4 x 7
      dense(g, 'spatialtemp_denseblock2', blocks[1], both) //                      1024 (1280) x 4 x 7
      reduce(g, 'spatialtemp_transition2', 1 / 2, halfBoth) //                      512 (640) x 2 x 3
      dense(g, 'spatialtemp_denseblock3', blocks[2], both) //                      1024 (1664) x 2 x 3
      x = root.relu(g.batchNorm('st_norm5', x))
      return root.linear('st_classifier', root.mean(x, [2, 3, 4], {}, 'head_input'), options.classes)
    },
  }
}

/** [x, conv2(ReLU(norm2(conv1(ReLU(norm1 x)))))]: `growth` channels more (Huang et al. 2017, DenseNet-B). */
export function denseLayer(parent: GraphBuilder, name: string, x: Value, growth: number, kernel: PerAxis): Value {
  const g = parent.at(name)
  let f = g.convolution('conv1', g.relu(g.batchNorm('norm1', x)), 4 * growth, { kernel: 1 })
  f = g.convolution('conv2', g.relu(g.batchNorm('norm2', f)), growth, { kernel, padding: same(kernel) })
  return parent.concat([x, f], 1, name)
}

/** Average pool of conv(ReLU(norm x)); zeros of the padding count. */
export function transition(parent: GraphBuilder, name: string, x: Value, channels: number, pool: PoolOptions): Value {
  const g = parent.at(name)
  return parent.averagePool(g.convolution('conv', g.relu(g.batchNorm('norm', x)), channels, { kernel: 1 }), pool, name)
}
