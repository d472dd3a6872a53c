import type { Tensor } from '../tensor.ts'

/** How the tensors of a public repository are called here. */
export interface Rule {
  readonly name: string
  /** Where the names were read. */
  readonly source: string
  /** The networks that it is for. */
  readonly networks: RegExp
  /** At least one name of the file matches this. */
  readonly mark: RegExp
  /** No name of the file matches this. */
  readonly unless?: RegExp
  /** Applied one after another to every name. */
  readonly renames: readonly (readonly [pattern: RegExp, replacement: string])[]
  /** New names of what the file has and the network has no place for. */
  readonly drops?: RegExp
  /** Where not only the name differs. */
  readonly adapt?: (name: string, tensor: Tensor) => Tensor
}

/** The prefix of DataParallel, which every rule passes over. */
const wrapper = /^module\./

/** Whether a rule is for this network and a file with these (bare) names. */
export function isFor({ networks, mark, unless }: Rule, network: string, names: readonly string[]): boolean {
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name))
  return networks.test(network) && has(mark) && !(unless !== undefined && has(unless))
}

/** What a tensor is called here; undefined where the rule drops it. */
export function rename({ renames, drops }: Rule, name: string): string | undefined {
  const renamed = renames.reduce((n, [pattern, replacement]) => n.replace(pattern, replacement), bare(name))
  return drops?.test(renamed) === true ? undefined : renamed
}

export function bare(name: string): string {
  return name.replace(wrapper, '')
}
