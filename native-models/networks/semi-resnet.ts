import type { PerAxis } from '../graph/builder.ts'
import type { Value } from '../graph/graph.ts'
import { basicBlock, bottleneck, stage, stem } from './blocks/residual.ts'
import { channelsOf, type NetworkOptions, type VolumeNetwork } from './network.ts'

// Leong et al. 2020, "Semi-CNN architecture for effective spatio-temporal learning in action recognition": a ResNet that
// looks at space first, then at time, then at both. Leong et al. 2020, Table A1; the head as in
// docs/readings.md.

/** Blocks of layer1, layer2, templayer, layer3a, layer3b, layer4x. Parameters and MACs: 101 classes, 16 x 224 x 224. */
const depths = {
  18: { blocks: [2, 1, 1, 1, 1, 2], bottlenecks: false }, //    31,741,605   18.189 G
  34: { blocks: [3, 2, 2, 3, 3, 3], bottlenecks: false }, //    60,527,525   38.835 G
  50: { blocks: [3, 2, 2, 3, 3, 3], bottlenecks: true }, //     45,802,661   37.497 G
  101: { blocks: [3, 2, 2, 12, 11, 3], bottlenecks: true }, //  84,848,805   73.463 G
  152: { blocks: [3, 4, 4, 18, 18, 3], bottlenecks: true }, // 115,631,269  106.308 G
} as const

export type SemiResnetDepth = keyof typeof depths

const spatial = [1, 3, 3]
const temporal = [3, 1, 1]
const both = 3
const halfSize = [1, 2, 2]

export function semiResnet(depth: SemiResnetDepth, given: Partial<NetworkOptions> = {}): VolumeNetwork {
  const options = { classes: 101, frames: 16, size: 224, width: 1, ...given }
  const { blocks, bottlenecks } = depths[depth]
  const channels = channelsOf(options)
  return {
    kind: 'volume',
    layout: 'CTHW',
    name: `semi-resnet-${depth}`,
    options,
    forward(g, clip) {
      const layer = (name: string, x: Value, count: number, c: number, kernel: PerAxis, first: PerAxis): Value =>
        stage(x, name, count, first, (v, at, stride) =>
          bottlenecks
            ? bottleneck(g, at, v, channels(c), channels(4 * c), { kernel, stride })
            : basicBlock(g, at, v, channels(c), { kernel, stride }),
        )
      //                                                     C (x 4 for bottlenecks) x T x H, for 16 x 224 x 224
      const pool = { kernel: spatial, stride: halfSize }
      let x = stem(g, clip, channels(64), { kernel: [1, 7, 7], stride: halfSize }, pool) //  64 x 16 x 56
      x = layer('layer1', x, blocks[0], 64, spatial, 1) //                                    64 x 16 x 56
      x = layer('layer2', x, blocks[1], 128, spatial, halfSize) //                           128 x 16 x 28
      x = g.maxPool(x, { ...pool, padding: [0, 1, 1] }) //                                   128 x 16 x 14
      x = layer('templayer', x, blocks[2], 128, temporal, 1) //                              128 x 16 x 14
      x = g.maxPool(x, { kernel: temporal, stride: [2, 1, 1], padding: [1, 0, 0] }) //       128 x 8 x 14
      x = layer('layer3a', x, blocks[3], 256, both, 1) //                                    256 x 8 x 14
      x = layer('layer3b', x, blocks[4], 256, both, 2) //                                    256 x 4 x 7
      x = layer('layer4x', x, blocks[5], 512, both, 2) //                                    512 x 2 x 4
      return g.linear('fc1', g.mean(x, [2, 3, 4], {}, 'head_input'), options.classes)
    },
  }
}
