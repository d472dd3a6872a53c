import { ActscopeError } from '../errors.ts'
import type { Network, NetworkOptions } from './network.ts'
import { resnet34Res18, res34SeImNet, type Res34Options } from './res34.ts'

/** A network that users can name. */
export interface NetworkEntry {
  readonly name: string
  readonly title: string
  /** Where it is described. */
  readonly source: string
  /** Defaults are the paper's; `variation` names a reading, where the paper leaves room for more than one. */
  build(options?: Partial<NetworkOptions>, variation?: string): Network
}

const fused = 'Chen et al. 2020, Fused behavior recognition model based on attention mechanism'

export const networks: readonly NetworkEntry[] = [
  {
    name: 'res34-se-im-net',
    title: 'Res34-SE-IM-Net',
    source: `${fused}, Table 1, Eq. 4`,
    build: (options, variation) => res34SeImNet({ ...options, ...res34Variation('res34-se-im-net', variation) }),
  },
  {
    name: 'resnet34-3dres18',
    title: 'ResNet34-3DRes18',
    source: `${fused}, Table 1`,
    build: (options, variation) => resnet34Res18({ ...options, ...res34Variation('resnet34-3dres18', variation) }),
  },
]

function res34Variation(network: string, variation: string | undefined): Partial<Res34Options> {
  if (variation === undefined) return {}
  if (variation === 'conv3') return { shortcuts: 'conv3' }
  throw new ActscopeError('network-unknown', `${network} has no variation ${JSON.stringify(variation)}`, {
    hint: 'It has one: conv3 (3x3x3 projections in res4 and res5).',
  })
}

/** Throws `network-unknown`, naming those that exist. */
export function networkNamed(name: string): NetworkEntry {
  const entry = networks.find((candidate) => candidate.name === name)
  if (entry !== undefined) return entry
  throw new ActscopeError('network-unknown', `there is no network ${JSON.stringify(name)}`, {
    hint: `There are: ${networks.map((candidate) => candidate.name).join(', ')}.`,
  })
}
