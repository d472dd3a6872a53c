import type { GraphBuilder, PerAxis } from '../graph/builder.ts'
import type { Value } from '../graph/graph.ts'
import { preActivationStage } from './blocks/pre-activation.ts'
import { basicBlock, stage, stem } from './blocks/residual.ts'
import { squeezeExcitation, type SqueezeExcitation } from './blocks/squeeze-excitation.ts'
import { channelsOf, type FrameNetwork, type NetworkOptions } from './network.ts'

// Chen et al. 2020, "Fused behavior recognition model based on attention mechanism": a ResNet-34 reads each frame, a
// 3D ResNet-18 in ECO's pre-activation wiring reads the stack of its maps. Eq. 4 and Table 1;
// docs/readings.md.

export interface Res34Options extends NetworkOptions {
  /** SE in every 2D block makes it Res34-SE-IM-Net; without it is ResNet34-3DRes18. */
  readonly squeezeExcitation: SqueezeExcitation | undefined
  /** 3x3x3 projections in res4 and res5: the reading that reproduces the paper's 60.2M parameters. */
  readonly shortcuts: 'none' | 'conv3'
}

const paper = { classes: 51, frames: 16, size: 224, width: 1, shortcuts: 'none' } as const

/** Res34-SE-IM-Net: 55,932,787 parameters, 85.320 G MACs (51 classes, 16 x 224 x 224). */
export const res34SeImNet = (options: Partial<Res34Options> = {}): FrameNetwork =>
  res34('res34-se-im-net', { ...paper, squeezeExcitation: { reduction: 16, bias: false }, ...options })

/** ResNet34-3DRes18, the same without SE: 55,775,603 parameters, 85.317 G MACs (51 classes, 16 x 224 x 224). */
export const resnet34Res18 = (options: Partial<Res34Options> = {}): FrameNetwork =>
  res34('resnet34-3dres18', { ...paper, squeezeExcitation: undefined, ...options })

const res34 = (name: string, options: Res34Options): FrameNetwork => ({
  kind: 'frames',
  name,
  options,
  encode: (g, frames) => resnet34Trunk(g.at('cnn2d'), frames, options), //                            [N, 512, H/32, W/32]
  classify(g, maps) {
    const [, t] = maps.shape //                                                                      [N, T, 512, h, w]
    const v = res18Volume(g.at('cnn3d'), g.transpose(maps, [0, 2, 1, 3, 4]), options) //             [N, 512, T, h, w]
    const pooled = g.mean(v, [3, 4]) //                                                              [N, 512, T]
    const features = g.reshape(pooled, [-1, pooled.shape[1]! * t!], 'head_input') //                 index c * T + t
    return g.linear('fc', g.dropout(features, 0.5), options.classes) //                              [N, classes]
  },
})

/** torchvision's ResNet-34 without pool and classifier. [N, 3, H, W] -> [N, 512, H/32, W/32] */
function resnet34Trunk(g: GraphBuilder, frames: Value, options: Res34Options): Value {
  const channels = channelsOf(options)
  let x = stem(g, frames, channels(64), { kernel: 7, stride: 2 }, { kernel: 3, stride: 2 }) //        64 x H/4
  const stages = [
    [64, 3, 1], //  x H/4
    [128, 4, 2], // x H/8
    [256, 6, 2], // x H/16
    [512, 3, 2], // x H/32
  ] as const
  stages.forEach(([c, blocks, first], i) => {
    x = stage(x, `layer${i + 1}`, blocks, first, (v, name, stride) =>
      seImBlock(g, name, v, channels(c), stride, options.squeezeExcitation),
    )
  })
  return x
}

/** SE-IM-BasicBlock (Eq. 4): out = ReLU(X + f + SE(f)), X projected where its shape changes. Without SE: ReLU(X + f). */
export const seImBlock = (
  g: GraphBuilder,
  name: string,
  x: Value,
  channels: number,
  stride: PerAxis,
  se: SqueezeExcitation | undefined,
): Value =>
  basicBlock(g, name, x, channels, {
    stride,
    attend: (inside, f) => (se === undefined ? f : inside.add(f, squeezeExcitation(inside, 'se', f, se))),
  })

/** ECO's 3D ResNet-18 without strides. [N, C, T, h, w] -> [N, 512, T, h, w] */
export function res18Volume(
  g: GraphBuilder,
  maps: Value,
  options: Res34Options,
  widths: readonly number[] = [128, 256, 512],
): Value {
  return widths.reduce((v, width, i) => {
    const projected = options.shortcuts === 'conv3' && i > 0
    return preActivationStage(g, `res${i + 3}`, v, channelsOf(options)(width), { projected })
  }, maps)
}
