import { printable } from '../../text.ts'
import { ByteCursor } from './byte-cursor.ts'
import { readPickle } from './pickle.ts'
import type { Archive } from './read-tensor.ts'
import { refuse } from './refuse.ts'
import { byteLength, StorageTable } from './storages.ts'
import { ZipArchive } from './zip.ts'

/**
 * The format of torch.save since 1.6: a zip file with, in one folder, `data.pkl` (the object), `data/<key>` (the bytes of
 * each storage) and, since 2.1, `byteorder`. (torch/serialization.py, caffe2/serialize/inline_container.h)
 */
export function openZipCheckpoint(bytes: Uint8Array, source: string): Archive {
  const zip = new ZipArchive(bytes, source)
  const pickles = zip.names.filter((name) => /^[^/]+\/data\.pkl$/.test(name))
  const root = pickles[0]?.slice(0, -'data.pkl'.length)
  if (root === undefined || pickles.length > 1) {
    throw refuse(
      source,
      'is a zip file, but not one that torch.save wrote',
      'Unpack it if it is an archive of weights.',
    )
  }
  if (zip.names.includes(`${root}constants.pkl`)) {
    throw refuse(source, 'is a TorchScript program, not weights', 'Save torch.save(model.state_dict(), path) instead.')
  }
  const byteOrder = zip.read(`${root}byteorder`)
  if (byteOrder !== undefined && new TextDecoder().decode(byteOrder) !== 'little') {
    throw refuse(source, 'was written on a big-endian machine', 'Save it again on a little-endian one.')
  }
  const storages = new StorageTable(source)
  const object = readPickle(new ByteCursor(zip.read(`${root}data.pkl`)!, source), storages.load)
  return {
    object,
    read(storage) {
      const content = zip.read(`${root}data/${storage.key}`)
      const size = byteLength(storage)
      if (content?.length === size) return content
      const has = content === undefined ? 'is missing' : `has ${content.length} bytes, not ${size}`
      throw refuse(source, `is not whole: its storage ${printable(storage.key)} ${has}`)
    },
  }
}
