import { ActscopeError } from '../errors.ts'
import { ecoLite } from './eco-lite.ts'
import { i3dRgb } from './i3d.ts'
import { img, type ImgOptions } from './img.ts'
import type { Network, NetworkOptions } from './network.ts'
import { res34SeImNet, resnet34Res18, type Res34Options } from './res34.ts'
import { resnet3d101, resnet3d18, resnext3d101, se16, type Resnet3dOptions } from './resnet3d.ts'
import { semiDensenet } from './semi-densenet.ts'
import { semiResnet } from './semi-resnet.ts'
import { semiVgg16 } from './semi-vgg.ts'
import { mc3d18, r2plus1d18, r3d18 } from './torchvision.ts'
import { tsmResnet50 } from './tsm.ts'

/** A network that users can name. */
export interface NetworkEntry {
  readonly name: string
  readonly title: string
  /** Where it is described. */
  readonly source: string
  /** What the paper prints for it. */
  readonly paper?: Printed
  /** Other readings, where the paper leaves room for more than one: their names, and what they are. */
  readonly variations: Readonly<Record<string, string>>
  /** Defaults are the paper's. Throws `network-unknown` for a variation that there is not. */
  build(options?: Partial<NetworkOptions>, variation?: string): Network
}

interface Printed {
  readonly parameters?: string
  readonly flops?: string
}

interface Details<Options> {
  readonly paper?: Printed
  /** What makes it this network within its family. */
  readonly settings?: Partial<Options>
  readonly variations?: Readonly<Record<string, { readonly is: string; readonly settings: Partial<Options> }>>
}

function entry<Options extends NetworkOptions>(
  name: string,
  title: string,
  source: string,
  family: (options: Partial<Options>) => Network,
  { paper, settings, variations = {} }: Details<Options> = {},
): NetworkEntry {
  return {
    name,
    title,
    source,
    ...(paper === undefined ? {} : { paper }),
    variations: Object.fromEntries(Object.entries(variations).map(([key, { is }]) => [key, is])),
    build(options, variation) {
      const chosen = variation === undefined ? undefined : variations[variation]
      if (variation !== undefined && chosen === undefined) {
        const known = Object.entries(variations).map(([key, { is }]) => `${key} (${is})`)
        throw new ActscopeError('network-unknown', `${name} has no variation ${JSON.stringify(variation)}`, {
          hint: known.length === 0 ? 'It has none.' : `It has: ${known.join(', ')}.`,
        })
      }
      // The family gets its own options by `settings`, and those of every network by the caller.
      const all = { ...settings, ...chosen?.settings, ...options } as Partial<Options>
      return { ...family(all), name }
    },
  }
}

const fused = 'Chen et al. 2020, Fused behavior recognition model based on attention mechanism'
const eco = 'Zolfaghari et al. 2018, ECO: Efficient convolutional network for online video understanding'
const hara = 'Hara et al. 2018, Can spatiotemporal 3D CNNs retrace the history of 2D CNNs and ImageNet?'
const attention = 'SE + SA on 3D CNN'
const semi =
  'Leong et al. 2020, Semi-CNN architecture for effective spatio-temporal learning in action recognition, Table 2'
const motion = 'Zhang et al., IMG, Table 1'
const tsm = 'Lin et al. 2019, TSM: Temporal shift module for efficient video understanding'
const i3d = 'Carreira & Zisserman 2017, Quo vadis, action recognition?'
const closer = 'Tran et al. 2018, A closer look at spatiotemporal convolutions for action recognition (torchvision)'

const conv3 = {
  is: '3x3x3 projections in res4 and res5',
  settings: { shortcuts: 'conv3' },
} as const satisfies { is: string; settings: Partial<Res34Options> }

/** The switches of "SE + SA on 3D CNN": what follows the name and the title of a 3D ResNet. */
const attentions: readonly (readonly [suffix: string, title: string, settings: Partial<Resnet3dOptions>])[] = [
  ['-se', ' + SE', { squeezeExcitation: se16 }],
  ['-se-sa', ' + SE + SA', { squeezeExcitation: se16, selfAttention: [1, 2, 3, 4] }],
  ['-se-sa34', ' + SE + SA after stages 3 and 4', { squeezeExcitation: se16, selfAttention: [3, 4] }],
]

const shortcutA = {
  'shortcut-a': {
    is: 'shortcuts without parameters, as in the released Kinetics weights',
    settings: { shortcut: 'A' },
  },
} as const

export const networks: readonly NetworkEntry[] = [
  entry('res34-se-im-net', 'Res34-SE-IM-Net', `${fused}, Table 1, Eq. 4`, res34SeImNet, {
    paper: { parameters: '60.2M', flops: '85.6G' },
    variations: { conv3 },
  }),
  entry('resnet34-3dres18', 'ResNet34-3DRes18', `${fused}, Table 1`, resnet34Res18, {
    paper: { parameters: '55.78M', flops: '85.57G' },
    variations: { conv3 },
  }),
  entry('eco-lite', 'ECO-Lite', eco, ecoLite),

  entry('3d-resnet-18', '3D-ResNet-18', hara, resnet3d18, { variations: shortcutA }),
  ...attentions.map(([suffix, title, settings]) =>
    entry(`3d-resnet-18${suffix}`, `3D-ResNet-18${title}`, attention, resnet3d18, { settings, variations: shortcutA }),
  ),
  entry('3d-resnext-101', '3D-ResNeXt-101', hara, resnext3d101),
  ...attentions.map(([suffix, title, settings]) =>
    entry(`3d-resnext-101${suffix}`, `3D-ResNeXt-101${title}`, attention, resnext3d101, { settings }),
  ),

  entry('semi-vgg-16', 'Semi-VGG-16', semi, semiVgg16, { paper: { parameters: '82.2M' } }),
  entry('semi-resnet-18', 'Semi-ResNet-18', semi, (o) => semiResnet(18, o), { paper: { parameters: '31.7M' } }),
  entry('semi-resnet-34', 'Semi-ResNet-34', semi, (o) => semiResnet(34, o), { paper: { parameters: '60.5M' } }),
  entry('semi-resnet-50', 'Semi-ResNet-50', semi, (o) => semiResnet(50, o), { paper: { parameters: '45.8M' } }),
  entry('semi-resnet-101', 'Semi-ResNet-101', semi, (o) => semiResnet(101, o), { paper: { parameters: '84.8M' } }),
  entry('semi-resnet-152', 'Semi-ResNet-152', semi, (o) => semiResnet(152, o), { paper: { parameters: '115.6M' } }),
  entry('semi-densenet-121', 'Semi-DenseNet-121', semi, (o) => semiDensenet(121, o), {
    paper: { parameters: '10.4M' },
  }),
  entry('semi-densenet-169', 'Semi-DenseNet-169', semi, (o) => semiDensenet(169, o), {
    paper: { parameters: '17.9M' },
  }),

  entry<ImgOptions>('img-res2net-50', 'IMG (Res2Net-50)', motion, img, { paper: { flops: '37G' } }),
  entry<ImgOptions>('cmem-res2net-50', 'CMEM (Res2Net-50)', motion, img, {
    paper: { flops: '34G' },
    settings: { interaction: false },
  }),
  entry<ImgOptions>('clim-res2net-50', 'CLIM (Res2Net-50)', motion, img, { settings: { motion: undefined } }),
  entry<ImgOptions>('res2net-50', 'Res2Net-50, frames averaged', motion, img, {
    settings: { motion: undefined, interaction: false },
  }),

  // What the papers compare themselves with. Chen et al. print the FLOPs of five clips for each of the next three.
  entry('i3d-rgb', 'I3D RGB', i3d, i3dRgb, { paper: { parameters: '12.7M', flops: '139.39G' } }),
  entry('3d-resnet-101-224', '3D-ResNet-101 at 224', `${fused}, Table 6`, resnet3d101, {
    paper: { parameters: '86.92M', flops: '277.23G' },
    settings: { classes: 51, size: 224, lastPool: 4 },
  }),
  entry('3d-resnext-101-224', '3D-ResNeXt-101 at 224', `${fused}, Table 6`, resnext3d101, {
    paper: { parameters: '60.63M', flops: '192.31G' },
    settings: { classes: 400, size: 224, lastPool: 4 },
  }),
  entry('tsm-resnet-50', 'TSM ResNet-50', tsm, tsmResnet50, { paper: { flops: '33G' } }),
  entry('r3d-18', 'R3D-18', closer, r3d18),
  entry('mc3-18', 'MC3-18', closer, mc3d18),
  entry('r2plus1d-18', 'R(2+1)D-18', closer, r2plus1d18),
]

/** Throws `network-unknown`, naming those that exist. */
export function networkNamed(name: string): NetworkEntry {
  const found = networks.find((candidate) => candidate.name === name)
  if (found !== undefined) return found
  throw new ActscopeError('network-unknown', `there is no network ${JSON.stringify(name)}`, {
    hint: `There are: ${networks.map((candidate) => candidate.name).join(', ')}.`,
  })
}
