import { basename } from 'node:path'
import type { Catalogue } from '../models/catalogue.ts'
import type { Manifest } from '../models/manifest.ts'
import type { Answer, VariantSummary } from '../protocol.ts'
import type { Outbox } from './outbox.ts'

/** What the catalogue holds, as the picture shows it. */
export function variantList(catalogue: Catalogue, outbox: Outbox): Answer<'list-variants'> {
  const manifests = catalogue.entries.map(({ manifest }) => manifest)
  const trained = manifests.some(({ training }) => training !== undefined)
  return {
    variants: manifests.map(summary),
    damaged: catalogue.damaged.map(({ folder, error }) => ({ name: basename(folder), error: outbox.wire(error) })),
    ...(trained && { default: catalogue.default.manifest.id }),
  }
}

/** Everything but what is needed to run it: normalisation, the weights' file and hash. */
function summary(manifest: Manifest): VariantSummary {
  const { id, title, network, preprocessing, rate, labels, weights, training, measured, licence, limits } = manifest
  return {
    id,
    title,
    network,
    shortSide: preprocessing.shortSide,
    rate,
    labels,
    bytes: weights.bytes,
    ...(training !== undefined && { training }),
    ...(measured !== undefined && { measured }),
    licence,
    limits,
  }
}
