import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Catalogue, CatalogueEntry } from '../catalogue.ts'
import { readLabels } from '../import/label-list.ts'
import { importWeights } from '../import/weights.ts'
import { addVariant, insistOnFreeId } from '../user-variants.ts'
import { fetchFile, type FetchOptions } from './fetch-file.ts'
import { isOfferedAddress, offers, type Offer } from './offers.ts'

/** What may be fetched, and from where. */
export interface OfferBook {
  readonly offers: readonly Offer[]
  readonly allow: FetchOptions['allow']
}

export const publicOffers: OfferBook = { offers, allow: isOfferedAddress }

/** Where the file of an offer lies when it is fetched; beside it, as `.part`, what is there of it. */
export const offerPath = (catalogue: Catalogue, { url }: Offer): string =>
  join(catalogue.userRoot, '.downloads', basename(new URL(url).pathname))

/**
 * Fetches an offer and makes a variant of it, if it is one. Weights that are a start for training stay as a file.
 *
 * @throws ActscopeError as `fetchFile`, `importWeights` and `addVariant`; or the signal's reason
 */
export async function fetchOffer(
  catalogue: Catalogue,
  offer: Offer,
  options: FetchOptions,
): Promise<CatalogueEntry | undefined> {
  if (offer.variant !== undefined) insistOnFreeId(catalogue, offer.name) // before its file is fetched in vain
  const path = offerPath(catalogue, offer)
  await fetchFile(offer.url, path, offer.sha256, options)
  if (offer.variant === undefined) return undefined
  const { set, ...importOptions } = offer.variant
  const labels = await readLabels({ labels: set })
  const entry = await addVariant(catalogue, await importWeights([path], { ...importOptions, labels }))
  await rm(path, { force: true })
  return entry
}
