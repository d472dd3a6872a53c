import { ByteCursor } from './byte-cursor.ts'
import type { Tensor } from '../tensor.ts'
import { openLegacyCheckpoint } from './legacy-checkpoint.ts'
import { isCounter, TensorReader } from './read-tensor.ts'
import { refuse } from './refuse.ts'
import { findStateDict } from './state-dict.ts'
import { tooOld } from './storages.ts'
import { openZipCheckpoint } from './zip-checkpoint.ts'

export interface Checkpoint {
  /** By name, in the file's order. F32, F16, BF16 as stored, F64 as F32; integers but PyTorch's batch counters. */
  readonly tensors: Map<string, Tensor>
  /** `zip` is what torch.save writes since 1.6, `legacy` what it wrote before. */
  readonly format: 'zip' | 'legacy'
}

/**
 * Reads the weights of a PyTorch checkpoint, without PyTorch and without running anything that is in it: the state dict
 * itself, or one wrapped in a training's checkpoint; names without `module.` and its like. Tensors are views of `bytes`
 * where they lie there row-major. The file is not trusted: whatever it holds, this returns or throws
 * `weights-unreadable`, and needs memory of the file's order. `source` is the name that messages use.
 */
export function readCheckpoint(bytes: Uint8Array, source: string): Checkpoint {
  // Not bytes.subarray: of a Buffer that would be another Buffer, whose slice() does not copy.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const format = formatOf(plain, source)
  const archive = (format === 'zip' ? openZipCheckpoint : openLegacyCheckpoint)(plain, source)
  const reader = new TensorReader(archive, plain.length, source)
  const tensors = new Map<string, Tensor>()
  for (const [name, tensor] of findStateDict(archive.object, source)) {
    if (!isCounter(name, tensor)) tensors.set(name, reader.read(tensor))
  }
  return { tensors, format }
}

function formatOf(bytes: Uint8Array, source: string): Checkpoint['format'] {
  if (bytes.length < 4) throw refuse(source, `is no PyTorch checkpoint: it has ${bytes.length} bytes`)
  const first = new ByteCursor(bytes, source).uint32()
  if (first === 0x04034b50) return 'zip'
  if ((first & 0xff) === 0x80) return 'legacy'
  if (isTar(bytes)) throw refuse(source, 'is a tar file, as PyTorch before 0.2 wrote them', tooOld)
  throw refuse(source, 'is no PyTorch checkpoint: it begins like neither of its formats')
}

function isTar(bytes: Uint8Array): boolean {
  return bytes.length > 262 && new TextDecoder('latin1').decode(bytes.subarray(257, 262)) === 'ustar'
}
