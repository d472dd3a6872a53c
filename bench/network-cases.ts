import { costOf } from '../native-models/graph/cost.ts'
import { networkNamed, networks } from '../native-models/networks/index.ts'
import { wholeGraph, type Network, type NetworkOptions } from '../native-models/networks/network.ts'

/** A network at the size that it is timed at. */
export interface NetworkCase {
  readonly title: string
  readonly name: string
  /** What differs from the paper's options. */
  readonly options: Partial<NetworkOptions>
  /** Multiply-accumulates of one pass. */
  readonly macs: number
}

/** The paper has these for clips of 64 frames as well. */
const long = ['3d-resnet-18-se-sa', '3d-resnext-101-se-sa']

/**
 * The networks of these names (all where there is none) as their papers have them; `small` shrinks every one of them.
 * Throws ActscopeError `network-unknown`.
 */
export function networkCases(names: readonly string[], small?: Partial<NetworkOptions>): readonly NetworkCase[] {
  const chosen = names.length === 0 ? networks.map(({ name }) => name) : names
  return chosen.flatMap((name) => {
    const sizes = long.includes(name) && small === undefined ? [{}, { frames: 64 }] : [small ?? {}]
    return sizes.map((options) => caseOf(name, options))
  })
}

function caseOf(name: string, options: Partial<NetworkOptions>): NetworkCase {
  const network = networkNamed(name).build(options)
  const { frames, size } = network.options
  const { macs } = costOf(wholeGraph(network, 'normalized'))
  return { title: `${name} ${frames} x ${size}`, name, options, macs }
}

export const networkOf = ({ name, options }: Pick<NetworkCase, 'name' | 'options'>): Network =>
  networkNamed(name).build(options)
