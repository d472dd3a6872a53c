import { bytesOf } from '../tensor.ts'
import { storageDtype } from './pickle-globals.ts'
import { isKind, type PickleValue, type Storage } from './pickle-values.ts'
import { isSize } from './rebuild-tensor.ts'
import { refuse } from './refuse.ts'

/** Storages by key, as the persistent ids of one pickle name them. */
export class StorageTable {
  readonly #source: string
  readonly #storages = new Map<string, Storage>()

  constructor(source: string) {
    this.#source = source
  }

  /** ('storage', class, key, device, count[, view]): the same key must always mean the same storage. */
  readonly load = (id: PickleValue): Storage => {
    const [word, type, key, , count, view] = isKind(id, 'tuple') ? id.items : []
    const dtype = storageDtype(type)
    if (word !== 'storage' || dtype === undefined || typeof key !== 'string' || !isSize(count)) {
      throw refuse(this.#source, 'refers to something that is not a storage')
    }
    if (view !== undefined && view !== null) {
      throw refuse(this.#source, 'has a storage that is a part of another, as only PyTorch before 0.4 wrote', tooOld)
    }
    const known = this.#storages.get(key)
    if (known === undefined) {
      const storage: Storage = { kind: 'storage', key, dtype, count }
      this.#storages.set(key, storage)
      return storage
    }
    if (known.dtype === dtype && known.count === count) return known
    throw refuse(this.#source, `has storage ${JSON.stringify(key)} in two sizes or kinds`)
  }

  get(key: string): Storage | undefined {
    return this.#storages.get(key)
  }
}

export const tooOld = 'Load it with a PyTorch of its time and save it again with torch.save(model.state_dict(), path).'

/** Bytes of a storage; it may be more than a number holds exactly, which is then more than any file has. */
export function byteLength({ count, dtype }: Storage): number {
  return count * bytesOf[dtype]
}
