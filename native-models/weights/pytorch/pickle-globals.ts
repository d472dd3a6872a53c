import { printable } from '../../text.ts'
import type { Dtype } from '../tensor.ts'
import { inert, isKind, type PickleGlobal, type PickleValue } from './pickle-values.ts'
import { rebuildTensor } from './rebuild-tensor.ts'
import { refuse } from './refuse.ts'

// The classes and functions that a checkpoint may name. They are recognized, never called: none of them exists here.

/** Storage classes by their dtype. Complex and quantised numbers are no weights of any network here. */
const storages: Readonly<Record<string, Dtype>> = {
  'torch.FloatStorage': 'F32',
  'torch.DoubleStorage': 'F64',
  'torch.HalfStorage': 'F16',
  'torch.BFloat16Storage': 'BF16',
  'torch.LongStorage': 'I64',
  'torch.IntStorage': 'I32',
  'torch.ShortStorage': 'I16',
  'torch.CharStorage': 'I8',
  'torch.ByteStorage': 'U8',
  'torch.BoolStorage': 'BOOL',
  'torch.UntypedStorage': 'U8',
  'torch.storage.UntypedStorage': 'U8',
  'torch.storage._UntypedStorage': 'U8',
}

const orderedDict = 'collections.OrderedDict'
const size = 'torch.Size'
const tensors = new Set(['torch._utils._rebuild_tensor', 'torch._utils._rebuild_tensor_v2'])
const parameters = new Set(['torch._utils._rebuild_parameter', 'torch._utils._rebuild_parameter_with_state'])

/** What stands beside the weights in real checkpoints: options, a schedule's milestones, a measured accuracy. */
const inertGlobals = new Set([
  'builtins.set',
  '__builtin__.set', // as protocol 2 writes it
  'argparse.Namespace',
  'collections.Counter',
  'torch.device',
  'torch.storage.TypedStorage',
  'torch.storage._TypedStorage',
  'numpy.dtype',
  'numpy.ndarray',
  ...['numpy.core', 'numpy._core'].flatMap((core) => [`${core}.multiarray.scalar`, `${core}.multiarray._reconstruct`]),
  '_codecs.encode', // how protocol 2 writes bytes
])
const dtypeName = /^torch\.(float|bfloat|int|uint)(8|16|32|64)$|^torch\.bool$/

/** Throws `weights-unreadable`, naming it, for every global but those of real checkpoints. */
export function recognize(module: string, name: string, source: string): PickleGlobal {
  const full = `${module}.${name}`
  const known =
    full === orderedDict || full === size || tensors.has(full) || parameters.has(full) || inertGlobals.has(full)
  if (known || Object.hasOwn(storages, full) || dtypeName.test(full)) return { kind: 'global', name: full }
  if (/^torch\.\w+Storage$/.test(full)) {
    throw refuse(source, `holds numbers of a kind that is not read, ${printable(full)}`, 'Convert it to float32 first.')
  }
  throw refusedGlobal(full, source)
}

/** "weights.pth wants to run posix.system when it is opened; that is refused." */
export function refusedGlobal(name: string, source: string): Error {
  return refuse(source, `wants to run ${printable(name)} when it is opened; that is refused`, notPlain)
}

const notPlain =
  'Only plain weights are read. If you trust the file, open it in PyTorch and save torch.save(model.state_dict(), path).'

/** What the object would be that Python makes by calling `callee`. */
export function describeCall(callee: PickleValue, args: readonly PickleValue[], source: string): PickleValue {
  if (!isKind(callee, 'global')) throw refuse(source, 'calls something that is not a function', notPlain)
  const { name } = callee
  if (name === orderedDict) return orderedDictOf(args, source)
  if (name === size) return { kind: 'tuple', items: isKind(args[0], 'tuple') ? args[0].items : [] }
  if (tensors.has(name)) return rebuildTensor(args, source)
  if (parameters.has(name)) {
    const [tensor] = args
    if (!isKind(tensor, 'tensor')) throw refuse(source, 'has a parameter that is not a tensor')
    return tensor
  }
  if (inertGlobals.has(name)) return inert
  throw refusedGlobal(name, source)
}

/** The dtype of a storage class; undefined for every other value. */
export function storageDtype(value: PickleValue | undefined): Dtype | undefined {
  return isKind(value, 'global') && Object.hasOwn(storages, value.name) ? storages[value.name] : undefined
}

/** Python 2 passes the entries as a list of pairs. */
function orderedDictOf([pairs]: readonly PickleValue[], source: string): PickleValue {
  const entries = new Map<PickleValue, PickleValue>()
  if (pairs === undefined) return { kind: 'dict', entries }
  if (!isKind(pairs, 'list')) throw refuse(source, 'has an OrderedDict of something that is not a list of pairs')
  for (const pair of pairs.items) {
    const [key, value] = isKind(pair, 'tuple') || isKind(pair, 'list') ? pair.items : []
    if (key === undefined || value === undefined)
      throw refuse(source, 'has an OrderedDict with an entry that is no pair')
    entries.set(key, value)
  }
  return { kind: 'dict', entries }
}
