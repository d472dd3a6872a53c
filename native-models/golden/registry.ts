import type { GraphBuilder } from '../graph/builder.ts'
import type { Value } from '../graph/graph.ts'
import { cmemReading, motionExcitation } from '../networks/blocks/motion-excitation.ts'
import { basicBlock, bottleneck } from '../networks/blocks/residual.ts'
import { selfAttention } from '../networks/blocks/self-attention.ts'
import { channelSequenceExcitation, squeezeExcitation } from '../networks/blocks/squeeze-excitation.ts'
import { adaptiveShift, temporalShift } from '../networks/blocks/temporal-shift.ts'
import { inception } from '../networks/eco-lite.ts'
import { img, imgBlock } from '../networks/img.ts'
import { networkNamed } from '../networks/index.ts'
import type { Network, NetworkOptions } from '../networks/network.ts'
import { res18Volume, res34SeImNet, seImBlock } from '../networks/res34.ts'
import { se16 } from '../networks/resnet3d.ts'
import { denseLayer, transition } from '../networks/semi-densenet.ts'

type Build = (options: Partial<NetworkOptions>) => Network

const named =
  (name: string, variation?: string): Build =>
  (options) =>
    networkNamed(name).build(options, variation)

/** What the golden files call our networks. */
export const goldenNetworks: Readonly<Record<string, Build>> = {
  res34_3dres18: named('resnet34-3dres18'),
  res34_se_im: named('res34-se-im-net'),
  res34_se_im_ucf101: named('res34-se-im-net'),
  res34_se_im_conv3: named('res34-se-im-net', 'conv3'),
  res34_se_im_sebias: (options) => res34SeImNet({ ...options, squeezeExcitation: { ...se16, bias: true } }),
  eco_lite: named('eco-lite'),
  resnet18_3d: named('3d-resnet-18'),
  resnet18_3d_typeA: named('3d-resnet-18', 'shortcut-a'),
  resnet18_3d_se_sa: named('3d-resnet-18-se-sa'),
  resnet18_3d_se_sa34: named('3d-resnet-18-se-sa34'),
  resnext101_3d_se_sa: named('3d-resnext-101-se-sa'),
  semi_vgg16: named('semi-vgg-16'),
  semi_resnet18: named('semi-resnet-18'),
  semi_resnet34: named('semi-resnet-34'),
  semi_resnet50: named('semi-resnet-50'),
  semi_resnet101: named('semi-resnet-101'),
  semi_resnet152: named('semi-resnet-152'),
  semi_densenet121: named('semi-densenet-121'),
  semi_densenet169: named('semi-densenet-169'),
  img_res2net50: named('img-res2net-50'),
  img_res2net50_nobn: (options) => img({ ...options, motion: { ...cmemReading, batchNorm: false } }),
  cmem_res2net50: named('cmem-res2net-50'),
}

type Module = (g: GraphBuilder, name: string, x: Value) => Value

const s2 = { kernel: 3, stride: 2, padding: 1 }
const res18 = { ...res34SeImNet().options, shortcuts: 'none', squeezeExcitation: undefined } as const
const literal = { ...cmemReading, batchNorm: false }
const full = { ...cmemReading, depthwise: false, alpha: 1, beta: 1 }
const imgParts = { frames: 4, motion: cmemReading, interaction: true }

/** The single operators and modules of modules.json. */
export const goldenModules: Readonly<Record<string, Module>> = {
  conv2d_s2: (g, name, x) => g.convolution(name, x, 4, { ...s2, bias: true }),
  conv2d_7x7: (g, name, x) => g.convolution(name, x, 4, { kernel: 7, stride: 2, padding: 3 }),
  conv3d_333: (g, name, x) => g.convolution(name, x, 4, { kernel: 3, padding: 1, bias: true }),
  conv3d_333_s2: (g, name, x) => g.convolution(name, x, 4, s2),
  conv3d_777: (g, name, x) => g.convolution(name, x, 2, { kernel: 7, stride: [1, 2, 2], padding: 3 }),
  conv3d_groups: (g, name, x) => g.convolution(name, x, 8, { ...s2, groups: 4 }),
  conv3d_133: (g, name, x) => g.convolution(name, x, 4, { kernel: [1, 3, 3], stride: [1, 2, 2], padding: [0, 1, 1] }),
  conv3d_311: (g, name, x) => g.convolution(name, x, 4, { kernel: [3, 1, 1], padding: [1, 0, 0] }),
  conv1d_depthwise: (g, name, x) => g.convolution(name, x, 6, { kernel: 3, padding: 1, groups: 6 }),
  bn2d: (g, name, x) => g.batchNorm(name, x),
  maxpool2d_k3s2p1: (g, _, x) => g.maxPool(x, s2),
  maxpool2d_k3s2_ceil: (g, _, x) => g.maxPool(x, { kernel: 3, stride: 2, ceil: true }),
  avgpool2d_k3s1p1: (g, _, x) => g.averagePool(x, { kernel: 3, padding: 1 }),
  avgpool2d_k3s2p1: (g, _, x) => g.averagePool(x, s2),
  maxpool3d_k3s2p1: (g, _, x) => g.maxPool(x, s2),
  maxpool3d_133: (g, _, x) => g.maxPool(x, { kernel: [1, 3, 3], stride: [1, 2, 2], padding: [0, 1, 1] }),
  maxpool3d_311: (g, _, x) => g.maxPool(x, { kernel: [3, 1, 1], stride: [2, 1, 1], padding: [1, 0, 0] }),
  maxpool3d_222: (g, _, x) => g.maxPool(x, { kernel: 2, stride: 2 }),
  avgpool3d_311: (g, _, x) => g.averagePool(x, { kernel: [3, 1, 1], stride: [2, 1, 1], padding: [1, 0, 0] }),
  se2d: (g, name, x) => squeezeExcitation(g, name, x, se16),
  se2d_bias: (g, name, x) => squeezeExcitation(g, name, x, { ...se16, bias: true }),
  seim_identity: (g, name, x) => seImBlock(g, name, x, 16, 1, { reduction: 4, bias: false }),
  seim_down: (g, name, x) => seImBlock(g, name, x, 32, 2, se16),
  basicblock_down: (g, name, x) => basicBlock(g, name, x, 32, { stride: 2 }),
  res18_3d_none: (g, name, x) => res18Volume(g.at(name), x, res18, [4, 6, 8]),
  res18_3d_conv3: (g, name, x) => res18Volume(g.at(name), x, { ...res18, shortcuts: 'conv3' }, [4, 6, 8]),
  inception: (g, name, x) => inception(g.at(name), 'inc', x, [3, 3, 4, 3, 4, 2]),
  seqse: (g, name, x) => channelSequenceExcitation(g, name, x, se16),
  seqse_s1: (g, name, x) => channelSequenceExcitation(g, name, x, se16),
  sa: selfAttention,
  basic3d: (g, name, x) => basicBlock(g, name, x, 6, { stride: 2 }),
  resnext3d: (g, name, x) => bottleneck(g, name, x, 8, 16, { stride: 2, groups: 4 }),
  semi_t: (g, name, x) => basicBlock(g, name, x, 8, { kernel: [3, 1, 1] }),
  semi_s_down: (g, name, x) => basicBlock(g, name, x, 8, { kernel: [1, 3, 3], stride: [1, 2, 2] }),
  semi_st_bott: (g, name, x) => bottleneck(g, name, x, 4, 16, { stride: 2 }),
  dense_layer: (g, name, x) => denseLayer(g, name, x, 32, [3, 1, 1]),
  dense_trans: (g, name, x) => transition(g, name, x, 3, { kernel: [3, 1, 1], stride: [2, 1, 1], padding: [1, 0, 0] }),
  cmem: (g, name, x) => motionExcitation(g, name, x, 4, cmemReading),
  cmem_nobn: (g, name, x) => motionExcitation(g, name, x, 4, literal),
  cmem_full: (g, name, x) => motionExcitation(g, name, x, 4, full),
  shift: (g, name, x) => adaptiveShift(g, name, x, 4),
  shift_tsm_init: (g, name, x) => temporalShift(g, name, x, 4),
  img_block_first: (g, name, x) => imgBlock(g, name, x, 16, { ...imgParts, stride: 2, first: true }),
  img_block: (g, name, x) => imgBlock(g, name, x, 16, { ...imgParts, stride: 1, first: false }),
}
