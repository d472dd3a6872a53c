import { join } from 'node:path'
import { ActscopeError } from '../errors.ts'
import { parametersOf } from '../graph/graph.ts'
import { readOnnx } from '../graph/onnx/read.ts'
import { wrapClassifier, type Wrapped } from '../graph/onnx/wrap.ts'
import { networkNamed } from '../networks/index.ts'
import { taughtNetwork } from '../networks/taught.ts'
import { wholeGraph, type Network, type NetworkOptions } from '../networks/network.ts'
import { bindWeights } from '../weights/bind.ts'
import { readRegularFile } from '../disk/regular-file.ts'
import { readSafetensors } from '../weights/safetensors.ts'
import { sha256Of } from '../disk/sha256.ts'
import type { Manifest } from './manifest.ts'

/** A network with the weights that fit it, as its manifest describes it. */
export interface NetworkVariant {
  readonly manifest: Manifest
  readonly network: Network
  /** Row-major float32, by full parameter name. */
  readonly weights: ReadonlyMap<string, Float32Array>
}

/** A network that is an ONNX file's own: nothing is known of its inside. */
export interface FileVariant {
  readonly manifest: Manifest
  readonly network: { readonly kind: 'file'; readonly name: string; readonly options: NetworkOptions }
  readonly model: Wrapped
}

export type Variant = NetworkVariant | FileVariant

/** The network of a manifest, without its weights. Throws `network-unknown`; `manifest-invalid` for one that cannot be taught. */
export function networkOf({ id, network, labels, taught }: Manifest): Network {
  const { name, variation, frames, size, width } = network
  const plain = networkNamed(name).build({ frames, size, width, classes: labels.length }, variation)
  if (taught === undefined) return plain
  if (plain.kind === 'frames') return taughtNetwork(plain, taught)
  throw new ActscopeError('manifest-invalid', `${id} says that it was taught, and ${name} has no encoder`, {
    hint: 'Restore the variant, or teach it anew.',
  })
}

/**
 * Reads and checks a variant's weights: their hash, then every tensor's name, shape and finiteness. As the network is
 * built with one output for each label, a manifest with more or fewer labels than outputs is refused here too.
 *
 * @throws ActscopeError `hash-mismatch`, `weights-unreadable`, `weights-mismatch`, `network-unknown`, `model-refused`
 */
export async function loadVariant(manifest: Manifest, folder: string): Promise<Variant> {
  return variantOf(manifest, await readWeights(manifest, folder), weightsPath(manifest, folder))
}

const weightsPath = ({ weights }: Manifest, folder: string): string => join(folder, weights.file)

/** The bytes of a variant's weights, which are those that its manifest names. Throws `hash-mismatch`, `weights-unreadable`. */
export async function readWeights(manifest: Manifest, folder: string): Promise<Uint8Array> {
  const path = weightsPath(manifest, folder)
  const bytes = await readRegularFile(path, 'weights-unreadable')
  const sha256 = await sha256Of(bytes)
  if (sha256 !== manifest.weights.sha256) {
    throw new ActscopeError(
      'hash-mismatch',
      `${path} is not the file that its manifest names: its sha256 is ${sha256}`,
      {
        hint: 'The file is damaged or was replaced; restore it.',
      },
    )
  }
  return bytes
}

/** The variant of a manifest and the bytes of its weights; `source` is what errors call them. Throws as `loadVariant`. */
export function variantOf(manifest: Manifest, bytes: Uint8Array, source: string): Variant {
  const { onnx, labels, preprocessing, calibration } = manifest
  if (onnx !== undefined) {
    const { name, frames, size, width } = manifest.network
    const options: NetworkOptions = { frames, size, width, classes: labels.length }
    const { normalization } = preprocessing
    const { temperature } = calibration ?? { temperature: 1 }
    const model = wrapClassifier(readOnnx(bytes, source), { ...onnx, ...options, normalization, temperature })
    return { manifest, network: { kind: 'file', name, options }, model }
  }
  const network = networkOf(manifest)
  const { tensors } = readSafetensors(bytes, source)
  return { manifest, network, weights: bindWeights(parametersOf(wholeGraph(network, 'normalized')), tensors, source) }
}
