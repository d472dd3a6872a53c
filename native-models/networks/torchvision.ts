import type { GraphBuilder } from '../graph/builder.ts'
import type { Value } from '../graph/graph.ts'
import { shortcut, stage } from './blocks/residual.ts'
import { channelsOf, type NetworkOptions, type VolumeNetwork } from './network.ts'

// Tran et al. 2018, "A closer look at spatiotemporal convolutions for action recognition", Table 1, as torchvision has them
// (torchvision.models.video.resnet), with its parameter names: its weights bind as they are.

/** How a layer convolves: at once over time and space, over space alone, or over space and then over time. */
type Convolution = '3d' | '2d' | '2+1d'

/** R3D-18: 33,371,472 parameters (400 classes). */
export const r3d18 = (options: Partial<NetworkOptions> = {}): VolumeNetwork =>
  videoResnet('r3d-18', ['3d', '3d', '3d', '3d'], options)

/** MC3-18: 3D in the stem and layer1, 2D above. 11,695,440 parameters (400 classes). */
export const mc3d18 = (options: Partial<NetworkOptions> = {}): VolumeNetwork =>
  videoResnet('mc3-18', ['3d', '2d', '2d', '2d'], options)

/** R(2+1)D-18: 31,505,325 parameters (400 classes). */
export const r2plus1d18 = (options: Partial<NetworkOptions> = {}): VolumeNetwork =>
  videoResnet('r2plus1d-18', ['2+1d', '2+1d', '2+1d', '2+1d'], options)

function videoResnet(name: string, layers: readonly Convolution[], given: Partial<NetworkOptions>): VolumeNetwork {
  const options = { classes: 400, frames: 16, size: 112, width: 1, ...given }
  const channels = channelsOf(options)
  return {
    kind: 'volume',
    layout: 'CTHW',
    name,
    options,
    forward(g, clip) {
      let x = layers[0] === '2+1d' ? factorizedStem(g, clip, channels(45), channels(64)) : stem(g, clip, channels(64))
      const stages = [
        [64, 1], //   64 x 16 x 56
        [128, 2], // 128 x 8 x 28    (MC3: 16 frames throughout)
        [256, 2], // 256 x 4 x 14
        [512, 2], // 512 x 2 x 7
      ] as const
      stages.forEach(([c, first], i) => {
        x = stage(x, `layer${i + 1}`, 2, first, (v, at, stride) => block(g, at, v, channels(c), stride, layers[i]!))
      })
      return g.linear('fc', g.mean(x, [2, 3, 4], {}, 'head_input'), options.classes)
    },
  }
}

/** BasicStem: [N, 3, T, H, W] -> [N, 64, T, H/2, W/2] */
function stem(g: GraphBuilder, x: Value, channels: number): Value {
  const f = g.convolution('stem.0', x, channels, { kernel: [3, 7, 7], stride: [1, 2, 2], padding: [1, 3, 3] })
  return g.relu(g.batchNorm('stem.1', f))
}

/** R2Plus1dStem: space, then time. */
function factorizedStem(g: GraphBuilder, x: Value, middle: number, channels: number): Value {
  let f = g.convolution('stem.0', x, middle, { kernel: [1, 7, 7], stride: [1, 2, 2], padding: [0, 3, 3] })
  f = g.relu(g.batchNorm('stem.1', f))
  f = g.convolution('stem.3', f, channels, { kernel: [3, 1, 1], padding: [1, 0, 0] })
  return g.relu(g.batchNorm('stem.4', f))
}

/** BasicBlock: ReLU(conv2(conv1 x) + shortcut(x)). */
function block(
  parent: GraphBuilder,
  name: string,
  x: Value,
  channels: number,
  stride: number,
  kind: Convolution,
): Value {
  const g = parent.at(name)
  const cin = x.shape[1]!
  // As many parameters as the 3x3x3 convolution that it replaces (Tran et al., 3.5); both of a block have this width.
  const middle = Math.floor((27 * cin * channels) / (9 * cin + 3 * channels))
  const convolve = (name: string, v: Value, by: number): Value => {
    if (kind === '3d') return g.convolution(name, v, channels, { kernel: 3, stride: by, padding: 1 })
    const spatial = { kernel: [1, 3, 3], stride: [1, by, by], padding: [0, 1, 1] }
    if (kind === '2d') return g.convolution(name, v, channels, spatial)
    const f = g.relu(g.batchNorm(`${name}.1`, g.convolution(`${name}.0`, v, middle, spatial)))
    return g.convolution(`${name}.3`, f, channels, { kernel: [3, 1, 1], stride: [by, 1, 1], padding: [1, 0, 0] })
  }
  const f = g.relu(g.batchNorm('conv1.1', convolve('conv1.0', x, stride)))
  const out = g.batchNorm('conv2.1', convolve('conv2.0', f, 1))
  const over = kind === '2d' ? [1, stride, stride] : stride
  return parent.relu(g.add(out, shortcut(g, x, channels, { stride: over })), name)
}
