import type { GraphBuilder } from '../graph/builder.ts'
import type { Value } from '../graph/graph.ts'
import { channelsOf, type FrameNetwork, type NetworkOptions } from './network.ts'
import { res18Volume } from './res34.ts'

// The scheme of Chen et al. 2020 (a 2D network reads each frame, a 3D ResNet-18 the stack of its maps) with MobileNetV2 as
// the 2D part (Sandler et al. 2018, Table 2), batch norms folded into its convolutions as in published inference weights,
// and half of the paper's channels in the 3D part: what pretrained eyes are worth, measured beside the paper's network.

/** MobileNetV2-3DRes18. Frames [N, 3, H, W] -> maps [N, 1280, H/32, W/32] -> logits [N, classes]. */
export function mobilenetv2Res18(given: Partial<NetworkOptions> = {}): FrameNetwork {
  const options = { classes: 51, frames: 16, size: 224, width: 1, ...given }
  return {
    kind: 'frames',
    name: 'mobilenetv2-3dres18',
    options,
    encode: (g, frames) => mobilenetv2(g.at('cnn2d'), frames, channelsOf(options)),
    classify(g, maps) {
      const [, t] = maps.shape
      const volume = g.transpose(maps, [0, 2, 1, 3, 4])
      const v = res18Volume(
        g.at('cnn3d'),
        volume,
        { ...options, squeezeExcitation: undefined, shortcuts: 'none' },
        [64, 128, 256],
      )
      const pooled = g.mean(v, [3, 4]) //                                                              [N, 256, T]
      const features = g.reshape(pooled, [-1, pooled.shape[1]! * t!], 'head_input') //                 index c * T + t
      return g.linear('fc', g.dropout(features, 0.5), options.classes)
    },
  }
}

/** Table 2: expansion, channels, blocks, stride of the first of them. */
const rows = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const

/** [N, 3, H, W] -> [N, 1280, H/32, W/32], the layer before the average pool. */
function mobilenetv2(g: GraphBuilder, frames: Value, channels: (paper: number) => number): Value {
  let x = g.relu6(g.convolution('conv1', frames, channels(32), { kernel: 3, stride: 2, padding: 1, bias: true }))
  rows.forEach(([expansion, c, blocks, stride], row) => {
    for (let i = 0; i < blocks; i++) {
      x = invertedResidual(g.at(`layer${row + 1}.${i}`), x, expansion, channels(c), i === 0 ? stride : 1)
    }
  })
  return g.relu6(g.convolution('conv2', x, channels(1280), { kernel: 1, bias: true }))
}

/** Expand by 1x1, filter each channel by 3x3, project by 1x1 without a ReLU; X is added where the shapes agree (Figure 4d). */
function invertedResidual(g: GraphBuilder, x: Value, expansion: number, channels: number, stride: number): Value {
  const inside = x.shape[1]! * expansion
  const wide = expansion === 1 ? x : g.relu6(g.convolution('expand', x, inside, { kernel: 1, bias: true }))
  const filter = { kernel: 3, stride, padding: 1, groups: inside, bias: true }
  const filtered = g.relu6(g.convolution('depthwise', wide, inside, filter))
  const projected = g.convolution('project', filtered, channels, { kernel: 1, bias: true })
  return stride === 1 && x.shape[1] === channels ? g.add(x, projected) : projected
}
