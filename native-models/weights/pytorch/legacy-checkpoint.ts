import { printable } from '../../text.ts'
import { ByteCursor } from './byte-cursor.ts'
import { readPickle } from './pickle.ts'
import { isKind, type PickleValue } from './pickle-values.ts'
import type { Archive } from './read-tensor.ts'
import { refuse } from './refuse.ts'
import { byteLength, StorageTable } from './storages.ts'

const magic = 0x1950a86a20f9469cfc6cn
const protocol = 1001

/**
 * The format of torch.save before 1.6: pickles one after another (a magic number, a version, the machine, the object, the
 * keys of its storages), then each storage: its number of elements in 8 bytes, then those. (torch/serialization.py)
 */
export function openLegacyCheckpoint(bytes: Uint8Array, source: string): Archive {
  const cursor = new ByteCursor(bytes, source)
  const plain = (): PickleValue =>
    readPickle(cursor, () => {
      throw refuse(source, 'refers to a storage where there are none yet')
    })
  if (plain() !== magic) throw refuse(source, 'is a pickle, but not one that torch.save wrote')
  const version = plain()
  if (version !== protocol)
    throw refuse(source, `is of version ${describe(version)} of PyTorch's format, not ${protocol}`)
  const machine = plain()
  if (isKind(machine, 'dict') && machine.entries.get('little_endian') === false) {
    throw refuse(source, 'was written on a big-endian machine', 'Save it again on a little-endian one.')
  }
  const storages = new StorageTable(source)
  const object = readPickle(cursor, storages.load)
  const contents = readStorages(cursor, plain(), storages)
  return {
    object,
    read({ key }) {
      const content = contents.get(key)
      if (content !== undefined) return content
      throw refuse(source, `is not whole: its storage ${printable(key)} is missing`)
    },
  }
}

function readStorages(cursor: ByteCursor, keys: PickleValue, storages: StorageTable): Map<string, Uint8Array> {
  const { source } = cursor
  const contents = new Map<string, Uint8Array>()
  if (!isKind(keys, 'list')) throw refuse(source, 'has no list of its storages')
  for (const key of keys.items) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined
    if (storage === undefined) throw refuse(source, `lists a storage that nothing uses, ${describe(key)}`)
    if (contents.has(storage.key)) throw refuse(source, `lists storage ${printable(storage.key)} twice`)
    const count = cursor.uint64()
    if (count !== storage.count) {
      throw refuse(source, `has ${count} numbers in storage ${printable(storage.key)}, not ${storage.count}`)
    }
    contents.set(storage.key, cursor.bytes(byteLength(storage)))
  }
  if (cursor.left !== 0) throw refuse(source, `has ${cursor.left} bytes more than its storages take`)
  return contents
}

function describe(value: PickleValue): string {
  return typeof value === 'object' && value !== null ? `a ${value.kind}` : printable(String(value))
}
