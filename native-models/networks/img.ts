import type { GraphBuilder, PerAxis } from '../graph/builder.ts'
import type { Value } from '../graph/graph.ts'
import { cmemReading, motionExcitation, type MotionExcitation } from './blocks/motion-excitation.ts'
import { shortcut, stage, stem } from './blocks/residual.ts'
import { adaptiveShift } from './blocks/temporal-shift.ts'
import { channelsOf, type NetworkOptions, type VolumeNetwork } from './network.ts'

// Zhang et al., "IMG": a Res2Net-50 (26w-4s) whose blocks weigh channels by motion (CMEM) and shift their slices over time
// (CLIM with adaptive shift). Frames are folded into the batch. Eq. 1 to 14; docs/readings.md.

export interface ImgOptions extends NetworkOptions {
  readonly motion: MotionExcitation | undefined
  /** CLIM: adaptive shift after each slice's convolution, slice 0 untouched. Without it: Res2Net, its last slice untouched. */
  readonly interaction: boolean
}

/** IMG: 24,451,678 parameters, 34.503 G MACs (174 classes, 8 x 224 x 224). Without either part: 24,006,646 and 34.028 G. */
export function img(given: Partial<ImgOptions> = {}): VolumeNetwork {
  const paper = { classes: 174, frames: 8, size: 224, width: 1, motion: cmemReading, interaction: true }
  const options: ImgOptions = { ...paper, ...given }
  const channels = channelsOf(options)
  return {
    kind: 'volume',
    layout: 'TCHW',
    name: 'img-res2net-50',
    options,
    forward(g, clip) {
      const { frames, size, classes } = options
      let x = g.reshape(clip, [-1, 3, size, size]) //                                            [N * T, 3, H, W]
      x = stem(g, x, channels(64), { kernel: 7, stride: 2 }, { kernel: 3, stride: 2 }) //          64 x 56
      const stages = [
        [64, 3, 1], //   256 x 56, slices of 26
        [128, 4, 2], //  512 x 28, slices of 52
        [256, 6, 2], // 1024 x 14, slices of 104
        [512, 3, 2], // 2048 x 7, slices of 208
      ] as const
      stages.forEach(([c, blocks, first], i) => {
        x = stage(x, `layer${i + 1}`, blocks, first, (v, name, stride, index) =>
          imgBlock(g, name, v, channels(c), { ...options, stride, first: index === 0 }),
        )
      })
      const features = g.mean(x, [2, 3], {}, 'head_input') //                                   [N * T, 2048]
      const logits = g.linear('fc', g.dropout(features, 0.5), classes)
      return g.mean(g.reshape(logits, [-1, frames, classes]), [1]) //                           [N, classes]
    },
  }
}

interface BlockOptions extends Pick<ImgOptions, 'frames' | 'motion' | 'interaction'> {
  readonly stride: PerAxis
  /** The first block of a stage has no cascade, as its slices change size; its untouched slice is average-pooled. */
  readonly first: boolean
}

/** Eq. 14: 1x1 to four slices, CMEM, a cascade over the slices, 1x1 to 4 * planes, shortcut. */
export function imgBlock(parent: GraphBuilder, name: string, x: Value, planes: number, options: BlockOptions): Value {
  const { frames, motion, interaction, stride, first } = options
  const g = parent.at(name)
  const w = Math.floor((planes * 26) / 64)
  let f = g.relu(g.batchNorm('bn1', g.convolution('conv1', x, 4 * w, { kernel: 1 })))
  if (motion !== undefined) f = motionExcitation(g, 'cmem', f, frames, motion)

  const slices = g.split(f, [w, w, w, w], 1)
  const [untouched, used] = interaction ? [slices[0]!, slices.slice(1)] : [slices[3]!, slices.slice(0, 3)]
  const kept = first ? g.averagePool(untouched, { kernel: 3, stride, padding: 1 }) : untouched
  const cascade: Value[] = []
  used.forEach((slice, i) => {
    const previous = first ? undefined : cascade.at(-1)
    const y = previous === undefined ? slice : g.add(slice, previous)
    const z = g.relu(g.batchNorm(`bns.${i}`, g.convolution(`convs.${i}`, y, w, { kernel: 3, stride, padding: 1 })))
    cascade.push(interaction ? adaptiveShift(g, `shifts.${i}`, z, frames) : z)
  })
  const mixed = g.concat(interaction ? [kept, ...cascade] : [...cascade, kept], 1)
  const out = g.batchNorm('bn3', g.convolution('conv3', mixed, 4 * planes, { kernel: 1 }))
  return parent.relu(g.add(out, shortcut(g, x, 4 * planes, { stride })), name)
}
