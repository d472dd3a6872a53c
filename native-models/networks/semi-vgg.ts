import type { PerAxis } from '../graph/builder.ts'
import type { Value } from '../graph/graph.ts'
import { same } from './blocks/residual.ts'
import { channelsOf, type NetworkOptions, type VolumeNetwork } from './network.ts'

// Leong et al. 2020, "Semi-CNN architecture for effective spatio-temporal learning in action recognition": the VGG-16 that
// looks at space first, then at time, then at both. Leong et al. 2020; docs/readings.md. Tensors are numbered as in the authors' nn.Sequential.

/** Semi-VGG-16: 82,245,541 parameters, 219.860 G MACs (101 classes, 16 x 224 x 224). */
export function semiVgg16(given: Partial<NetworkOptions> = {}): VolumeNetwork {
  const options = { classes: 101, frames: 16, size: 224, width: 1, ...given }
  const channels = channelsOf(options)
  return {
    kind: 'volume',
    layout: 'CTHW',
    name: 'semi-vgg-16',
    options,
    forward(g, clip) {
      let x = clip
      const convolution = (i: number, c: number, kernel: PerAxis, scope: string): void => {
        const inside = g.at(scope)
        const f = inside.convolution(`${i}`, x, channels(c), { kernel, padding: same(kernel), bias: true })
        x = inside.relu(f, `${i + 1}`)
      }
      const spatial = (...layers: readonly (readonly [index: number, channels: number])[]): void => {
        for (const [i, c] of layers) convolution(i, c, [1, 3, 3], 'features')
        const pool = layers.at(-1)![0] + 2
        x = g.at('features').maxPool(x, { kernel: [1, 2, 2], stride: [1, 2, 2] }, `${pool}`)
      }
      spatial([0, 64], [2, 64]) //                                                             64 x 16 x 112
      spatial([5, 128], [7, 128]) //                                                          128 x 16 x 56
      spatial([10, 256], [12, 256], [14, 256]) //                                             256 x 16 x 28
      spatial([17, 512], [19, 512]) //                                                        512 x 16 x 14

      const after = g.at('conv3d')
      convolution(0, 512, [3, 1, 1], 'conv3d') //                                             512 x 16 x 14
      x = after.maxPool(x, { kernel: [3, 1, 1], stride: [2, 1, 1], padding: [1, 0, 0] }, '2') // 512 x 8 x 14
      convolution(3, 512, 3, 'conv3d')
      convolution(5, 512, 3, 'conv3d') //                                                     512 x 8 x 14
      x = after.maxPool(x, { kernel: 2, stride: 2 }, '7') //                                  512 x 4 x 7
      convolution(8, 512, 3, 'conv3d') //                                                     512 x 4 x 7
      x = after.maxPool(x, { kernel: 2, stride: 2 }, '10') //                                 512 x 2 x 3

      const head = g.at('st_classifier')
      const hidden = (i: number, v: Value, as?: string): Value =>
        g.dropout(head.relu(head.linear(`${i}`, v, channels(4096)), `${i + 1}`), 0.5, as)
      const flat = g.reshape(x, [-1, x.shape.slice(1).reduce((a, b) => a * b)]) //            9216, index (c, t, y, x)
      return head.linear('6', hidden(3, hidden(0, flat), 'head_input'), options.classes)
    },
  }
}
