import type { PerAxis } from '../graph/builder.ts'
import type { Value } from '../graph/graph.ts'
import { basicBlock, bottleneck, stage, stem, type Shortcut } from './blocks/residual.ts'
import { selfAttention } from './blocks/self-attention.ts'
import { channelSequenceExcitation, type SqueezeExcitation } from './blocks/squeeze-excitation.ts'
import { channelsOf, type NetworkOptions, type VolumeNetwork } from './network.ts'

// Hara et al. 2018, "Can spatiotemporal 3D CNNs retrace the history of 2D CNNs and ImageNet?": 3D ResNets and ResNeXt; and
// with SE(channel), SE(sequence) and self-attention after their stages as in "SE + SA on 3D CNN". Readings in
// docs/readings.md.

export interface Resnet3dOptions extends NetworkOptions {
  /** SE(channel) and SE(sequence) after every stage; r of the channels, d = 2 of the sequence. */
  readonly squeezeExcitation: SqueezeExcitation | undefined
  /** The stages (1 to 4) that self-attention follows. */
  readonly selfAttention: readonly number[]
  readonly shortcut: Shortcut
  /** Side of the last average pool's window where it does not cover the map: the released code has 4, made for 112 pixels. */
  readonly lastPool: number | undefined
}

/** Blocks of layer1 to layer4, and the kind of all of them. */
interface Depth {
  readonly name: string
  readonly blocks: readonly number[]
  readonly kind: 'basic' | 'bottleneck' | 'resnext'
}

export const se16: SqueezeExcitation = { reduction: 16, bias: false }

/** 3D-ResNet-18: 33,255,717 parameters, 8.308 G MACs (101 classes, 16 x 112 x 112). */
export const resnet3d18 = (options: Partial<Resnet3dOptions> = {}): VolumeNetwork =>
  resnet3d({ name: '3d-resnet-18', blocks: [2, 2, 2, 2], kind: 'basic' }, options)

/** 3D-ResNet-101: 85,452,069 parameters (101 classes). */
export const resnet3d101 = (options: Partial<Resnet3dOptions> = {}): VolumeNetwork =>
  resnet3d({ name: '3d-resnet-101', blocks: [3, 4, 23, 3], kind: 'bottleneck' }, options)

/** 3D-ResNeXt-101, 32 groups: 47,728,165 parameters, 9.567 G MACs (101 classes, 16 x 112 x 112). */
export const resnext3d101 = (options: Partial<Resnet3dOptions> = {}): VolumeNetwork =>
  resnet3d({ name: '3d-resnext-101', blocks: [3, 4, 23, 3], kind: 'resnext' }, options)

const plain = { squeezeExcitation: undefined, selfAttention: [], shortcut: 'B', lastPool: undefined } as const

function resnet3d({ name, blocks, kind }: Depth, given: Partial<Resnet3dOptions>): VolumeNetwork {
  const options = { classes: 101, frames: 16, size: 112, width: 1, ...plain, ...given }
  const channels = channelsOf(options)
  return {
    kind: 'volume',
    layout: 'CTHW',
    name,
    options,
    forward(g, clip) {
      const block = (x: Value, at: string, stride: PerAxis, c: number): Value => {
        const { shortcut } = options
        if (kind === 'basic') return basicBlock(g, at, x, channels(c), { stride, shortcut })
        if (kind === 'bottleneck') return bottleneck(g, at, x, channels(c), channels(4 * c), { stride, shortcut })
        return bottleneck(g, at, x, channels(2 * c), channels(4 * c), { stride, shortcut, groups: 32 })
      }
      //                                                    C (x 4 for bottlenecks) x T x H, for 16 x 112 x 112
      let x = stem(g, clip, channels(64), { kernel: 7, stride: [1, 2, 2] }, { kernel: 3, stride: 2 }) // 64 x 8 x 28
      const stages = [
        [64, 1], //  x 8 x 28
        [128, 2], // x 4 x 14
        [256, 2], // x 2 x 7
        [512, 2], // x 1 x 4
      ] as const
      stages.forEach(([c, first], i) => {
        x = stage(x, `layer${i + 1}`, blocks[i]!, first, (v, at, stride) => block(v, at, stride, c))
        if (options.squeezeExcitation !== undefined)
          x = channelSequenceExcitation(g, `se${i + 1}`, x, options.squeezeExcitation)
        if (options.selfAttention.includes(i + 1)) x = selfAttention(g, `sa${i + 1}`, x)
      })
      const features =
        options.lastPool === undefined ? g.mean(x, [2, 3, 4], {}, 'head_input') : pooled(x, options.lastPool)
      return g.linear('fc', features, options.classes)

      function pooled(map: Value, side: number): Value {
        const v = g.averagePool(map, { kernel: [map.shape[2]!, side, side] })
        return g.reshape(v, [-1, v.shape.slice(1).reduce((a, b) => a * b)], 'head_input')
      }
    },
  }
}
