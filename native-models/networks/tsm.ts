import { bottleneck, stage, stem } from './blocks/residual.ts'
import { temporalShift } from './blocks/temporal-shift.ts'
import { channelsOf, type NetworkOptions, type VolumeNetwork } from './network.ts'

// Lin et al. 2019, "TSM: Temporal shift module for efficient video understanding": a ResNet-50 whose blocks shift channels
// over time before their first convolution. Frames are folded into the batch. Named as torchvision's ResNet-50.

/** TSM ResNet-50: 23,864,558 parameters, 32.700 G MACs (174 classes, 8 x 224 x 224). */
export function tsmResnet50(given: Partial<NetworkOptions> = {}): VolumeNetwork {
  const options = { classes: 174, frames: 8, size: 224, width: 1, ...given }
  const channels = channelsOf(options)
  return {
    kind: 'volume',
    layout: 'TCHW',
    name: 'tsm-resnet-50',
    options,
    forward(g, clip) {
      const { frames, size, classes } = options
      let x = g.reshape(clip, [-1, 3, size, size]) //                                       [N * T, 3, H, W]
      x = stem(g, x, channels(64), { kernel: 7, stride: 2 }, { kernel: 3, stride: 2 }) //     64 x 56
      const stages = [
        [64, 3, 1], //   256 x 56
        [128, 4, 2], //  512 x 28
        [256, 6, 2], // 1024 x 14
        [512, 3, 2], // 2048 x 7
      ] as const
      stages.forEach(([c, blocks, first], i) => {
        x = stage(x, `layer${i + 1}`, blocks, first, (v, name, stride) =>
          bottleneck(g, name, v, channels(c), channels(4 * c), {
            stride,
            enter: (inside, entering) => temporalShift(inside, 'shift', entering, frames),
          }),
        )
      })
      const logits = g.linear('fc', g.dropout(g.mean(x, [2, 3], {}, 'head_input'), 0.5), classes)
      return g.mean(g.reshape(logits, [-1, frames, classes]), [1]) //                       [N, classes]
    },
  }
}
