import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ActscopeError } from '../errors.ts'
import { parseManifest, type Manifest } from './manifest.ts'
import { loadVariant, type Variant } from './variant.ts'

const manifestFile = 'manifest.json'

export interface CatalogueEntry {
  readonly manifest: Manifest
  readonly folder: string
}

/** A folder that should hold a variant but does not hold a good manifest. */
export interface DamagedEntry {
  readonly folder: string
  readonly error: ActscopeError
}

/** The variants that ship with Actscope: one folder each beside this file's source. */
export const shippedModels = fileURLToPath(new URL('../../../native-models/models/', import.meta.url))

/** The variants of a folder of folders, by id. One damaged manifest does not hide the others. */
export class Catalogue {
  readonly entries: readonly CatalogueEntry[]
  readonly damaged: readonly DamagedEntry[]

  constructor(root: string = shippedModels) {
    const entries: CatalogueEntry[] = []
    const damaged: DamagedEntry[] = []
    for (const folder of foldersIn(root)) {
      const path = join(folder, manifestFile)
      if (!existsSync(path)) continue
      try {
        entries.push({ manifest: parseManifest(readFileSync(path, 'utf8'), path), folder })
      } catch (error) {
        if (!(error instanceof ActscopeError)) throw error
        damaged.push({ folder, error })
      }
    }
    this.entries = entries
    this.damaged = damaged
  }

  /** The variant that is taken when none is named: the first one, by id, that was trained. */
  get default(): CatalogueEntry {
    const entry = this.entries.find(({ manifest }) => manifest.training !== undefined)
    if (entry !== undefined) return entry
    throw new ActscopeError('variant-unknown', 'there is no trained variant', { hint: 'Reinstall Actscope.' })
  }

  /** Throws `variant-unknown`, naming those that exist. */
  find(id: string): CatalogueEntry {
    const entry = this.entries.find(({ manifest }) => manifest.id === id)
    if (entry !== undefined) return entry
    throw new ActscopeError('variant-unknown', `there is no variant ${JSON.stringify(id)}`, {
      hint: `There are: ${this.entries.map(({ manifest }) => manifest.id).join(', ') || 'none'}.`,
    })
  }

  /** The variant with its weights, or the default one. Throws as `find` and `loadVariant`. */
  load(id: string | undefined): Promise<Variant> {
    const { manifest, folder } = id === undefined ? this.default : this.find(id)
    return loadVariant(manifest, folder)
  }
}

function foldersIn(root: string): readonly string[] {
  if (!existsSync(root)) return []
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, entry.name))
    .toSorted()
}
