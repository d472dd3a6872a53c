import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parametersOf } from '../graph/graph.ts'
import { networkNamed } from '../networks/index.ts'
import { wholeGraph } from '../networks/network.ts'
import { initialiseWeights } from '../weights/init.ts'
import { writeSafetensors } from '../weights/safetensors.ts'
import { float32Tensor, type Tensor } from '../weights/tensor.ts'

export interface TinyVariant {
  /** The folder of folders that a Catalogue reads. */
  readonly root: string
  readonly folder: string
  readonly id: string
}

export const tinyLabels = ['walking', 'waving', 'no action']

/** A small untrained variant in a folder of its own; `edit` may spoil its manifest or its tensors first. */
export function tinyVariant(
  edit: {
    manifest?: (manifest: Record<string, unknown>) => void
    tensors?: (tensors: Map<string, Tensor>) => void
    bytes?: (bytes: Uint8Array) => Uint8Array
  } = {},
): TinyVariant {
  const shape = { frames: 4, size: 32, width: 0.125 }
  const name = 'res34-se-im-net'
  const network = networkNamed(name).build({ ...shape, classes: tinyLabels.length })
  const parameters = parametersOf(wholeGraph(network, 'normalized'))
  const weights = initialiseWeights(parameters, 7)
  const tensors = new Map<string, Tensor>(
    parameters.map((parameter) => [parameter.name, float32Tensor(weights.get(parameter.name)!, parameter.shape)]),
  )
  edit.tensors?.(tensors)
  const good = writeSafetensors(tensors)
  const bytes = edit.bytes?.(good) ?? good
  const manifest: Record<string, unknown> = {
    format: 1,
    id: `${name}/tiny`,
    title: 'Tiny',
    network: { name, ...shape },
    preprocessing: { shortSide: 36, normalization: { scale: 255, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] } },
    rate: 5,
    weights: {
      file: 'weights.safetensors',
      // Of the file as it should be: `bytes` damages it afterwards.
      sha256: createHash('sha256').update(good).digest('hex'),
      bytes: good.length,
    },
    labels: [
      { label: 'walking', classes: ['weizmann/walk'] },
      { label: 'waving', classes: ['weizmann/wave1'] },
      { label: 'no action', background: true },
    ],
    licence: 'MIT',
  }
  edit.manifest?.(manifest)
  const root = mkdtempSync(join(tmpdir(), 'actscope-models-'))
  const folder = join(root, 'tiny')
  mkdirSync(folder)
  writeFileSync(join(folder, 'weights.safetensors'), bytes)
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  return { root, folder, id: `${name}/tiny` }
}
