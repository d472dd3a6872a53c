import type { WeightsOptions } from '../import/options.ts'

/** Weights that their makers offer to everyone. Nothing of it is fetched before someone asks for it by name. */
export interface Offer {
  /** The id of the variant that it becomes; or, for weights that are a start for training, a name of its own. */
  readonly name: string
  readonly title: string
  readonly url: string
  /** The first digits of the file's sha256, which torchvision puts into the file's name. It publishes no more of it. */
  readonly sha256: string
  /** About, as torchvision tells it (`_file_size`), so that it is known before anything is asked of the network. */
  readonly bytes: number
  readonly licence: string
  /** What `importWeights` is told, and the label set; absent where no variant is made of it. */
  readonly variant?: WeightsOptions & { readonly set: 'kinetics-400' }
}

/** Where offers lie, and where a redirection may lead. */
const hosts: ReadonlySet<string> = new Set(['download.pytorch.org'])

export const isOfferedAddress = (url: URL): boolean => url.protocol === 'https:' && hosts.has(url.hostname)

const torchvision = 'BSD-3-Clause (torchvision); trained on Kinetics-400, whose videos are for research'

const mebibytes = (count: number): number => Math.round(count * 2 ** 20)

const ofKinetics = (network: string, title: string, file: string, bytes: number): Offer => ({
  name: `${network}/kinetics-400`,
  title: `${title}, Kinetics-400`,
  url: `https://download.pytorch.org/models/${file}`,
  sha256: /-([0-9a-f]{8})\.pth$/.exec(file)?.[1] ?? '',
  bytes,
  licence: torchvision,
  variant: {
    network,
    name: 'kinetics-400',
    title: `${title}, Kinetics-400`,
    set: 'kinetics-400',
    licence: torchvision,
    origin: 'torchvision, weights KINETICS400_V1, https://github.com/pytorch/vision',
  },
})

export const offers: readonly Offer[] = [
  ofKinetics('r3d-18', 'R3D-18', 'r3d_18-b3b3357e.pth', mebibytes(127.359)),
  ofKinetics('mc3-18', 'MC3-18', 'mc3_18-a90a0ba3.pth', mebibytes(44.672)),
  ofKinetics('r2plus1d-18', 'R(2+1)D-18', 'r2plus1d_18-91a641e6.pth', mebibytes(120.318)),
  {
    name: 'resnet-34-imagenet',
    title: 'ResNet-34, ImageNet: a start for the 2D part of res34-se-im-net and resnet34-3dres18',
    url: 'https://download.pytorch.org/models/resnet34-b627a593.pth',
    sha256: 'b627a593',
    bytes: mebibytes(83.275),
    licence: 'BSD-3-Clause (torchvision); trained on ImageNet, whose pictures are for research',
  },
]
