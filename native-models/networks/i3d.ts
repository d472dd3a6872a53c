import type { GraphBuilder } from '../graph/builder.ts'
import type { Value } from '../graph/graph.ts'
import { channelsOf, type NetworkOptions, type VolumeNetwork } from './network.ts'

// Carreira & Zisserman 2017, "Quo vadis, action recognition? A new model and the Kinetics dataset", Fig. 3: Inception-v1
// inflated to three axes, RGB. Tensors are named as in hassony2/kinetics_i3d_pytorch. Batch norm's epsilon is 1e-3.

/** Channels of the 1x1x1 branch; of reduce and 3x3x3 of the two next; of the projection after the pool. */
type Widths = readonly [number, number, number, number, number, number]

/** I3D RGB: 12,697,264 parameters, 27.788 G MACs (400 classes, 16 x 224 x 224). */
export function i3dRgb(given: Partial<NetworkOptions> = {}): VolumeNetwork {
  const options = { classes: 400, frames: 16, size: 224, width: 1, ...given }
  const channels = channelsOf(options)
  return {
    kind: 'volume',
    layout: 'CTHW',
    name: 'i3d-rgb',
    options,
    forward(g, clip) {
      const mix = (name: string, v: Value, widths: Widths): Value =>
        mixed(g, name, v, widths.map(channels) as unknown as Widths)
      // With `ceil` the last window hangs over the edge as with TensorFlow's SAME padding of even sizes.
      const halfSize = { kernel: [1, 3, 3], stride: [1, 2, 2], ceil: true }

      // SAME padding of 7 by 2 on even sizes is 2 before and 3 after each axis.
      const padded = g.pad(clip, [0, 0, 2, 2, 2], [0, 0, 3, 3, 3])
      let x = unit(g, 'conv3d_1a_7x7', padded, channels(64), { kernel: 7, stride: 2, padding: 0 }) //   64 x 8 x 112
      x = unit(g, 'conv3d_2b_1x1', g.maxPool(x, halfSize), channels(64)) //                             64 x 8 x 56
      x = unit(g, 'conv3d_2c_3x3', x, channels(192), { kernel: 3 }) //                                 192 x 8 x 56
      x = mix('mixed_3b', g.maxPool(x, halfSize), [64, 96, 128, 16, 32, 32]) //                        256 x 8 x 28
      x = mix('mixed_3c', x, [128, 128, 192, 32, 96, 64]) //                                           480 x 8 x 28
      x = g.maxPool(x, { kernel: 3, stride: 2, ceil: true }) //                                        480 x 4 x 14
      x = mix('mixed_4b', x, [192, 96, 208, 16, 48, 64]) //                                            512 x 4 x 14
      x = mix('mixed_4c', x, [160, 112, 224, 24, 64, 64]) //                                           512 x 4 x 14
      x = mix('mixed_4d', x, [128, 128, 256, 24, 64, 64]) //                                           512 x 4 x 14
      x = mix('mixed_4e', x, [112, 144, 288, 32, 64, 64]) //                                           528 x 4 x 14
      x = mix('mixed_4f', x, [256, 160, 320, 32, 128, 128]) //                                         832 x 4 x 14
      x = g.maxPool(x, { kernel: 2, stride: 2, ceil: true }) //                                        832 x 2 x 7
      x = mix('mixed_5b', x, [256, 160, 320, 32, 128, 128]) //                                         832 x 2 x 7
      x = mix('mixed_5c', x, [384, 192, 384, 48, 128, 128]) //                                        1024 x 2 x 7
      const [, , t, h, w] = x.shape as readonly [number, number, number, number, number]
      x = g.averagePool(x, { kernel: [Math.min(2, t), h, w] }) //                                     1024 x 1 x 1
      x = g.convolution('conv3d_0c_1x1.conv3d', g.dropout(x, 0.5), options.classes, { kernel: 1, bias: true })
      return g.mean(x, [2, 3, 4]) //                                                                  [N, classes]
    },
  }
}

/** conv3d, batch3d, ReLU: "Unit3D". */
function unit(
  parent: GraphBuilder,
  name: string,
  x: Value,
  channels: number,
  options: { readonly kernel?: number; readonly stride?: number; readonly padding?: number } = {},
): Value {
  const { kernel = 1, stride = 1, padding = (kernel - 1) / 2 } = options
  const g = parent.at(name)
  return g.relu(g.batchNorm('batch3d', g.convolution('conv3d', x, channels, { kernel, stride, padding }), 1e-3))
}

/** "Inc.": four branches side by side. */
function mixed(parent: GraphBuilder, name: string, x: Value, widths: Widths): Value {
  const g = parent.at(name)
  const [single, reduce1, triple1, reduce2, triple2, projection] = widths
  const triple = (branch: string, reduce: number, channels: number): Value =>
    unit(g, `${branch}.1`, unit(g, `${branch}.0`, x, reduce), channels, { kernel: 3 })
  const pooled = g.maxPool(x, { kernel: 3, padding: 1 })
  return parent.concat(
    [
      unit(g, 'branch_0', x, single),
      triple('branch_1', reduce1, triple1),
      triple('branch_2', reduce2, triple2),
      unit(g, 'branch_3.1', pooled, projection),
    ],
    1,
    name,
  )
}
