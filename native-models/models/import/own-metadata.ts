import { ActscopeError } from '../../errors.ts'
import { parseManifest, type Manifest } from '../manifest.ts'

/** Under this name an exported file carries what its manifest says, so that it can come back without a word. */
export const manifestKey = 'actscope.manifest'

/** The manifest as an exported file carries it. What was measured stays behind: a file from elsewhere could claim anything. */
export const carried = (manifest: Manifest): string => JSON.stringify(withoutMeasured(manifest))

/**
 * What a file says of itself, if Actscope wrote it. It is as little trusted as the rest of the file. Throws
 * `manifest-invalid`, naming `source`.
 */
export function carriedBy(metadata: ReadonlyMap<string, string>, source: string): Manifest | undefined {
  const text = metadata.get(manifestKey)
  if (text === undefined) return undefined
  if (text.length > 32 * 2 ** 20) throw new ActscopeError('manifest-invalid', `${source}: its metadata is too long`)
  return withoutMeasured(parseManifest(text, `${source}, metadata ${manifestKey}`))
}

function withoutMeasured(manifest: Manifest): Manifest {
  const { labels, calibration, ...rest } = manifest
  const copy: Manifest = { ...rest, labels: labels.map((label) => ({ ...label })) }
  delete copy.measured
  for (const label of copy.labels) delete label.measured
  if (calibration === undefined) return copy
  const { temperature, threshold, set } = calibration
  return { ...copy, calibration: { temperature, threshold, bins: [], set } }
}
