import type { Parameter } from '../../graph/graph.ts'
import type { Tensor } from '../tensor.ts'
import { bare, isFor, rename, type Rule } from './rule.ts'
import { rules } from './table.ts'

export interface Renamed {
  /** By this project's names. */
  readonly tensors: Map<string, Tensor>
  /** The name of the rule that was applied. */
  readonly rule: string
  /** Where its names come from. */
  readonly source: string
  /** The file's names of what the network has no place for, such as the classifier of ImageNet. */
  readonly dropped: readonly string[]
}

/**
 * Gives a file's tensors the names of `network`: by the rule, of those for this network, after which most parameters that
 * are `wanted` find a tensor of their shape.
 */
export function renameFor(
  network: string,
  wanted: readonly Parameter[],
  tensors: ReadonlyMap<string, Tensor>,
): Renamed {
  const names = [...tensors.keys()].map(bare)
  const fitting = rules.filter((rule) => isFor(rule, network, names))
  const [best] = fitting
    .map((rule) => apply(rule, tensors))
    .map((renamed) => ({ renamed, hits: countHits(wanted, renamed.tensors) }))
    .sort((a, b) => b.hits - a.hits) // stable: equals keep their rank
  return best!.renamed
}

function apply(rule: Rule, tensors: ReadonlyMap<string, Tensor>): Renamed {
  const renamed = new Map<string, Tensor>()
  const dropped: string[] = []
  for (const [name, tensor] of tensors) {
    const target = rename(rule, name)
    // Two names for one parameter: the first stays, the second is told of as it was called.
    if (target === undefined || renamed.has(target)) dropped.push(name)
    else renamed.set(target, rule.adapt?.(target, tensor) ?? tensor)
  }
  return { tensors: renamed, rule: rule.name, source: rule.source, dropped }
}

function countHits(wanted: readonly Parameter[], tensors: ReadonlyMap<string, Tensor>): number {
  return wanted.filter(({ name, shape }) => sameShape(tensors.get(name)?.shape, shape)).length
}

export function sameShape(a: readonly number[] | undefined, b: readonly number[]): boolean {
  return a?.length === b.length && a.every((size, i) => size === b[i])
}
