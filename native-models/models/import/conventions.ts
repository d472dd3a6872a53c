import type { Network } from '../../networks/network.ts'
import { layoutOf } from '../../networks/network.ts'
import type { Sampling } from '../manifest.ts'
import type { ImportOptions } from './options.ts'

/** How frames were made into numbers, and into clips, where weights were trained. Whatever a user tells goes before it. */
export type Convention = Pick<ImportOptions, 'range' | 'mean' | 'std' | 'bgr' | 'rate' | 'size' | 'shortSide'>

const imagenet: Convention = { range: [0, 1], mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }
const i3d: Convention = { range: [-1, 1], rate: 25, shortSide: 256 }
/** ECO-pytorch and TSN on BN-Inception: Caffe's habit. */
const caffe: Convention = { range: [0, 255], mean: [104, 117, 128], bgr: true }

/** By the name of the rule that gave the names (weights/rules/table.ts); what is not here is as ImageNet's. */
const conventions: Readonly<Record<string, Convention>> = {
  // torchvision/models/video/resnet.py: R3D_18_Weights.KINETICS400_V1 and its like
  'torchvision, video': {
    range: [0, 1],
    mean: [0.43216, 0.394666, 0.37645],
    std: [0.22803, 0.22145, 0.216989],
    rate: 15,
    size: 112,
    shortSide: 128,
  },
  kinetics_i3d_pytorch: i3d,
  'pytorch-i3d': i3d,
  // opts.py and mean.py of 3D-ResNets-PyTorch (82dbf1c): norm_value 1, the mean of ActivityNet, no division
  '3D-ResNets-PyTorch': { range: [0, 255], mean: [114.7748, 107.7354, 99.475], rate: 25, shortSide: 112 },
  'ECO-pytorch, ECO-Lite': caffe,
  'TSN, BN-Inception': caffe,
}

export const conventionOf = (rule: string): Convention => conventions[rule] ?? imagenet

/** 3D networks were trained on frames one after another, networks that look at frames one by one on segments. */
export const samplingFor = (network: Network): Sampling =>
  layoutOf(network) === 'CTHW' ? { kind: 'clip' } : { kind: 'segments' }
