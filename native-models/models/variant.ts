import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ActscopeError } from '../errors.ts'
import { parametersOf } from '../graph/graph.ts'
import { networkNamed } from '../networks/index.ts'
import { wholeGraph, type Network } from '../networks/network.ts'
import { bindWeights } from '../weights/bind.ts'
import { readSafetensors } from '../weights/safetensors.ts'
import type { Manifest } from './manifest.ts'

/** A network with the weights that fit it, as its manifest describes it. */
export interface Variant {
  readonly manifest: Manifest
  readonly network: Network
  /** Row-major float32, by full parameter name. */
  readonly weights: ReadonlyMap<string, Float32Array>
}

/** The network of a manifest, without its weights. Throws `network-unknown`. */
export function networkOf({ network, labels }: Manifest): Network {
  const { name, variation, frames, size, width } = network
  return networkNamed(name).build({ frames, size, width, classes: labels.length }, variation)
}

/**
 * Reads and checks a variant's weights: their hash, then every tensor's name, shape and finiteness. As the network is
 * built with one output for each label, a manifest with more or fewer labels than outputs is refused here too.
 *
 * @throws ActscopeError `hash-mismatch`, `weights-unreadable`, `weights-mismatch`, `network-unknown`
 */
export async function loadVariant(manifest: Manifest, folder: string): Promise<Variant> {
  const path = join(folder, manifest.weights.file)
  const bytes = await readWeights(path)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (sha256 !== manifest.weights.sha256) {
    throw new ActscopeError('hash-mismatch', `${path} is not the file that its manifest names: its sha256 is ${sha256}`, {
      hint: 'The file is damaged or was replaced; restore it.',
    })
  }
  const network = networkOf(manifest)
  const { tensors } = readSafetensors(bytes, path)
  return { manifest, network, weights: bindWeights(parametersOf(wholeGraph(network, 'normalized')), tensors, path) }
}

async function readWeights(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new ActscopeError('weights-unreadable', `${path} cannot be read`, { hint: 'Restore the variant.', cause })
  }
}
