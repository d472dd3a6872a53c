import type { GraphBuilder } from '../graph/builder.ts'
import type { Value } from '../graph/graph.ts'
import { preActivationStage } from './blocks/pre-activation.ts'
import { channelsOf, type FrameNetwork, type NetworkOptions } from './network.ts'

// Zolfaghari et al. 2018, "ECO: Efficient convolutional network for online video understanding", ECO-Lite: BN-Inception up
// to inception_3c's double branch reads each frame, a 3D ResNet-18 the stack of its maps. Layers in docs/readings.md;
// named as in ECO-pytorch.

/** ECO-Lite: 37,324,819 parameters, 46.486 G MACs (51 classes, 16 x 224 x 224). */
export function ecoLite(given: Partial<NetworkOptions> = {}): FrameNetwork {
  const options = { classes: 51, frames: 16, size: 224, width: 1, ...given }
  const channels = channelsOf(options)
  return {
    kind: 'frames',
    name: 'eco-lite',
    options,
    encode(g, frames) {
      const layer = (name: string, x: Value, c: number, kernel: number): Value =>
        convolutionBnRelu(g, name, x, channels(c), kernel)
      const mix = (name: string, x: Value, widths: InceptionWidths): Value =>
        inception(g, name, x, widths.map(channels) as unknown as InceptionWidths)
      const pool = (x: Value): Value => g.maxPool(x, { kernel: 3, stride: 2, ceil: true })

      let x = convolutionBnRelu(g, 'conv1_7x7_s2', frames, channels(64), 7, 2) //    64 x 112
      x = layer('conv2_3x3_reduce', pool(x), 64, 1) //                              64 x 56
      x = pool(layer('conv2_3x3', x, 192, 3)) //                                   192 x 28
      x = mix('inception_3a', x, [64, 64, 64, 64, 96, 32]) //                      256 x 28
      x = mix('inception_3b', x, [64, 64, 96, 64, 96, 64]) //                      320 x 28
      x = layer('inception_3c_double_3x3_reduce', x, 64, 1) //                      64 x 28
      return layer('inception_3c_double_3x3_1', x, 96, 3) //                        96 x 28
    },
    classify(g, maps) {
      let v = g.transpose(maps, [0, 2, 1, 3, 4]) //                                                    96 x T x 28
      v = preActivationStage(g, 'res3', v, channels(128), { single: true }) //                        128 x T x 28
      v = preActivationStage(g, 'res4', v, channels(256), { stride: 2, projected: true }) //          256 x T/2 x 14
      v = preActivationStage(g, 'res5', v, channels(512), { stride: 2, projected: true }) //          512 x T/4 x 7
      return g.linear('fc_final', g.dropout(g.mean(v, [2, 3, 4], {}, 'head_input'), 0.5), options.classes)
    },
  }
}

/** Channels of 1x1; of 3x3 reduce and 3x3; of double 3x3 reduce and both its 3x3; of the pool's projection. */
export type InceptionWidths = readonly [number, number, number, number, number, number]

/** A block of BN-Inception (Ioffe & Szegedy 2015, Fig. 5): four branches side by side, in this order. */
export function inception(g: GraphBuilder, name: string, x: Value, widths: InceptionWidths): Value {
  const [single, reduce, triple, reduceDouble, double, projection] = widths
  const layer = (leaf: string, v: Value, channels: number, kernel: number): Value =>
    convolutionBnRelu(g, `${name}_${leaf}`, v, channels, kernel)
  const twice = layer('double_3x3_1', layer('double_3x3_reduce', x, reduceDouble, 1), double, 3)
  return g.concat(
    [
      layer('1x1', x, single, 1),
      layer('3x3', layer('3x3_reduce', x, reduce, 1), triple, 3),
      layer('double_3x3_2', twice, double, 3),
      layer('pool_proj', g.averagePool(x, { kernel: 3, padding: 1 }), projection, 1),
    ],
    1,
    name,
  )
}

/** `<name>` with a bias, `<name>_bn`, ReLU; padded so that stride 1 keeps the size. */
function convolutionBnRelu(
  g: GraphBuilder,
  name: string,
  x: Value,
  channels: number,
  kernel: number,
  stride = 1,
): Value {
  const f = g.convolution(name, x, channels, { kernel, stride, padding: (kernel - 1) / 2, bias: true })
  return g.relu(g.batchNorm(`${name}_bn`, f))
}
