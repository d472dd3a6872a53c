import type { GraphBuilder } from '../graph/builder.ts'
import type { Value } from '../graph/graph.ts'
import { squeezeExcitation } from '../networks/blocks/squeeze-excitation.ts'
import type { Network, NetworkOptions } from '../networks/network.ts'
import { basicBlock, res18Volume, res34SeImNet, resnet34Res18 } from '../networks/res34.ts'

/** What the golden files call our networks. */
export const goldenNetworks: Readonly<Record<string, (options: Partial<NetworkOptions>) => Network>> = {
  res34_3dres18: resnet34Res18,
  res34_se_im: res34SeImNet,
  res34_se_im_ucf101: res34SeImNet,
  res34_se_im_conv3: (options) => res34SeImNet({ ...options, shortcuts: 'conv3' }),
  res34_se_im_sebias: (options) =>
    res34SeImNet({ ...options, squeezeExcitation: { reduction: 16, bias: true } }),
}

type Module = (g: GraphBuilder, name: string, x: Value) => Value

const s2 = { kernel: 3, stride: 2, padding: 1 }
const res18 = { width: 1, widths: [4, 6, 8] }

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
  se2d: (g, name, x) => squeezeExcitation(g, name, x, { reduction: 16, bias: false }),
  se2d_bias: (g, name, x) => squeezeExcitation(g, name, x, { reduction: 16, bias: true }),
  seim_identity: (g, name, x) => basicBlock(g, name, x, 16, 1, { reduction: 4, bias: false }),
  seim_down: (g, name, x) => basicBlock(g, name, x, 32, 2, { reduction: 16, bias: false }),
  basicblock_down: (g, name, x) => basicBlock(g, name, x, 32, 2, undefined),
  res18_3d_none: (g, name, x) => res18Volume(g.at(name), x, { ...res18, shortcuts: 'none' }, res18.widths),
  res18_3d_conv3: (g, name, x) => res18Volume(g.at(name), x, { ...res18, shortcuts: 'conv3' }, res18.widths),
  shift: (g, name, x) => temporalDepthwise(g, `${name}.conv`, x, 4),
}

/** A three-tap filter over time for each channel and pixel of [N * T, C, H, W]. */
function temporalDepthwise(g: GraphBuilder, name: string, x: Value, frames: number): Value {
  const [nt, c, h, w] = x.shape as readonly [number, number, number, number]
  const overTime = g.transpose(g.reshape(x, [nt / frames, frames, c, h * w]), [0, 3, 2, 1])
  const y = g.convolution(name, g.reshape(overTime, [-1, c, frames]), c, { kernel: 3, padding: 1, groups: c })
  const back = g.transpose(g.reshape(y, [nt / frames, h * w, c, frames]), [0, 3, 2, 1])
  return g.reshape(back, [nt, c, h, w])
}
