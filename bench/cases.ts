import { costOf } from '../native-models/graph/cost.ts'
import { encoderGraph, headGraph, wholeGraph, type FrameNetwork } from '../native-models/networks/network.ts'

/** What is run: the whole network, its 2D part, its 3D part, or both with the features of earlier frames kept. */
export const parts = ['whole', 'online', 'frames', 'head'] as const
export type Part = (typeof parts)[number]

/** One line of the table. */
export interface Case {
  readonly title: string
  readonly part: Part
  /** Frames that are new to the pass. */
  readonly frames: number
  /** Multiply-accumulates of one pass. */
  readonly macs: number
}

/** A pass over the whole clip, and the same clip online: only the half of it that is new is encoded, frame by frame. */
export function passes(network: FrameNetwork): readonly Case[] {
  const { frames } = network.options
  const { encoder, head, whole } = macsOf(network)
  return [
    { title: 'whole clip', part: 'whole', frames, macs: whole },
    { title: 'online pass', part: 'online', frames: frames / 2, macs: (frames / 2) * encoder + head },
  ]
}

/** The two parts by themselves; `batches` are numbers of frames that are encoded at once. */
export function halves(network: FrameNetwork, batches: readonly number[]): readonly Case[] {
  const { encoder, head } = macsOf(network)
  return [
    ...batches.map((frames): Case => ({
      title: frames === 1 ? 'one frame' : `${frames} frames at once`,
      part: 'frames',
      frames,
      macs: frames * encoder,
    })),
    { title: 'clip head', part: 'head', frames: 0, macs: head },
  ]
}

function macsOf(network: FrameNetwork): { encoder: number; head: number; whole: number } {
  return {
    encoder: costOf(encoderGraph(network, 'normalized')).macs,
    head: costOf(headGraph(network)).macs,
    whole: costOf(wholeGraph(network, 'normalized')).macs,
  }
}
