import { basename } from 'node:path'
import type { Catalogue } from '../../models/catalogue.ts'
import { thresholdOf } from '../../models/naming.ts'
import type { Calibration, Manifest } from '../../models/manifest.ts'
import type { Answer, VariantSummary } from '../../protocol.ts'
import type { Outbox } from '../outbox.ts'

/** What the catalogue holds, as the page shows it. */
export function variantList(catalogue: Catalogue, outbox: Outbox): Answer<'list-variants'> {
  const trained = catalogue.entries.some(({ manifest }) => manifest.training !== undefined)
  return {
    variants: catalogue.entries.map(({ manifest, origin }) => summary(manifest, origin === 'user')),
    damaged: catalogue.damaged.map(({ folder, error }) => ({ name: basename(folder), error: outbox.wire(error) })),
    ...(trained && { default: catalogue.default.manifest.id }),
  }
}

/** Everything but what is needed to run it: normalisation, the weights' file and hash. */
export function summary(manifest: Manifest, own: boolean): VariantSummary {
  const { id, title, network, preprocessing, rate, labels, weights, training, measured, calibration } = manifest
  const { licence, origin, limits } = manifest
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
    threshold: thresholdOf(manifest),
    ...(calibration !== undefined && { calibration: withoutThreshold(calibration) }),
    licence,
    ...(origin !== undefined && { origin }),
    ...(own && { own: true as const }),
    limits,
  }
}

function withoutThreshold(calibration: Calibration): NonNullable<VariantSummary['calibration']> {
  const { temperature, error, bins, unknown, set } = calibration
  return { temperature, ...(error !== undefined && { error }), bins, ...(unknown && { unknown }), set }
}
