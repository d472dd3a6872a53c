import { printable } from '../../text.ts'
import { isKind, type PickleDict, type PickleValue, type StoredTensor } from './pickle-values.ts'
import { refuse } from './refuse.ts'

/** Under which training scripts keep the weights, beside an epoch and an optimizer. */
const wrappers = ['state_dict', 'model_state_dict', 'model_state', 'model', 'net', 'network', 'weights']
/** Put before every name by DataParallel, torch.compile, and classes that wrap one network. */
const prefixes = ['module.', '_orig_mod.', 'model.', 'base_model.']
const deepest = 4

/**
 * The named tensors of a checkpoint: the object itself or what it keeps as `state_dict`, `model` and the like, without
 * the prefixes that all names share. Throws `weights-unreadable` where there are none, saying what there is.
 */
export function findStateDict(object: PickleValue, source: string): Map<string, StoredTensor> {
  const dict = find(object, deepest)
  if (dict === undefined) throw refuse(source, `holds no named tensors: ${describe(object)}`, hint)
  let named = tensorsOf(dict)
  for (let prefix = sharedPrefix(named); prefix !== undefined; prefix = sharedPrefix(named)) {
    named = new Map([...named].map(([name, tensor]) => [name.slice(prefix.length), tensor]))
  }
  return named
}

const hint = 'Save the weights with torch.save(model.state_dict(), path).'

function find(value: PickleValue | undefined, depth: number): PickleDict | undefined {
  if (!isKind(value, 'dict') || depth === 0) return undefined
  for (const word of wrappers) {
    const inside = find(value.entries.get(word), depth - 1)
    if (inside !== undefined) return inside
  }
  return tensorsOf(value).size > 0 ? value : undefined
}

function tensorsOf({ entries }: PickleDict): Map<string, StoredTensor> {
  const named = new Map<string, StoredTensor>()
  for (const [name, value] of entries) if (typeof name === 'string' && isKind(value, 'tensor')) named.set(name, value)
  return named
}

function sharedPrefix(named: ReadonlyMap<string, StoredTensor>): string | undefined {
  return prefixes.find((prefix) =>
    [...named.keys()].every((name) => name.startsWith(prefix) && name.length > prefix.length),
  )
}

function describe(object: PickleValue): string {
  if (!isKind(object, 'dict')) return 'it is not a dictionary'
  const keys = [...object.entries.keys()].slice(0, 8).map((key) => (typeof key === 'string' ? printable(key) : '?'))
  return keys.length === 0 ? 'it is empty' : `it has ${keys.join(', ')}${object.entries.size > 8 ? ', ...' : ''}`
}
