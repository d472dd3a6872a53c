import { fileURLToPath } from 'node:url'
import { ActscopeError } from '../errors.ts'
import { insistOnFolder, readManifest, variantFolders } from './folder.ts'
import type { Manifest } from './manifest.ts'
import { userModels } from './user-folder.ts'
import { loadVariant, type Variant } from './variant.ts'

/** `shipped` variants came with Actscope and are never written to; the `user`'s are. */
export type Origin = 'shipped' | 'user'

/** A folder of folders, one for each variant. It need not exist. */
export interface CatalogueRoot {
  readonly path: string
  readonly origin: Origin
}

export interface CatalogueEntry {
  readonly manifest: Manifest
  readonly folder: string
  readonly origin: Origin
}

/** A folder that should hold a variant but does not hold a good one, or one whose id is taken. */
export interface DamagedEntry {
  readonly folder: string
  readonly origin: Origin
  readonly error: ActscopeError
}

/** The variants that ship with Actscope: one folder each beside this file's source. */
export const shippedModels = fileURLToPath(new URL('../../../native-models/models/', import.meta.url))

/**
 * The variants of one or more folders of folders, by id. One damaged folder does not hide the others; where two have one
 * id, the first of the first root has it.
 */
export class Catalogue {
  readonly #roots: readonly CatalogueRoot[]
  #entries: readonly CatalogueEntry[] = []
  #damaged: readonly DamagedEntry[] = []

  /** A path alone is a root of shipped variants. */
  constructor(roots: string | readonly CatalogueRoot[] = shippedModels) {
    this.#roots = typeof roots === 'string' ? [{ path: roots, origin: 'shipped' }] : roots
    this.reload()
  }

  get entries(): readonly CatalogueEntry[] {
    return this.#entries
  }

  get damaged(): readonly DamagedEntry[] {
    return this.#damaged
  }

  /** Where the user's own variants go. Throws `input-invalid` for a catalogue without such a place. */
  get userRoot(): string {
    const root = this.#roots.find(({ origin }) => origin === 'user')
    if (root !== undefined) return root.path
    throw new ActscopeError('input-invalid', 'this catalogue has no place for variants of the user')
  }

  /** The variant that is taken when none is named: the first one, shipped ones first, that was trained. */
  get default(): CatalogueEntry {
    const entry = this.#entries.find(({ manifest }) => manifest.training !== undefined)
    if (entry !== undefined) return entry
    throw new ActscopeError('variant-unknown', 'there is no trained variant', { hint: 'Reinstall Actscope.' })
  }

  /** Reads the folders again: what was added, renamed or removed since is seen. */
  reload(): void {
    const entries: CatalogueEntry[] = []
    const damaged: DamagedEntry[] = []
    for (const { path, origin } of this.#roots) {
      for (const folder of variantFolders(path)) {
        try {
          insistOnFolder(folder)
          const manifest = readManifest(folder)
          insistOnFreeId(manifest.id, folder, entries)
          entries.push({ manifest, folder, origin })
        } catch (error) {
          if (!(error instanceof ActscopeError)) throw error
          damaged.push({ folder, origin, error })
        }
      }
    }
    this.#entries = entries
    this.#damaged = damaged
  }

  /** Throws `variant-unknown`, naming those that exist. */
  find(id: string): CatalogueEntry {
    const entry = this.#entries.find(({ manifest }) => manifest.id === id)
    if (entry !== undefined) return entry
    throw new ActscopeError('variant-unknown', `there is no variant ${JSON.stringify(id)}`, {
      hint: `There are: ${this.#entries.map(({ manifest }) => manifest.id).join(', ') || 'none'}.`,
    })
  }

  /** The variant with its weights, or the default one. Throws as `find` and `loadVariant`. */
  load(id: string | undefined): Promise<Variant> {
    const { manifest, folder } = id === undefined ? this.default : this.find(id)
    return loadVariant(manifest, folder)
  }
}

/** The variants that ship and the user's own. Either place may be another one; a test's, or an app's bundle. */
export function openCatalogue({ shipped = shippedModels, user = userModels() } = {}): Catalogue {
  return new Catalogue([
    { path: shipped, origin: 'shipped' },
    { path: user, origin: 'user' },
  ])
}

function insistOnFreeId(id: string, folder: string, entries: readonly CatalogueEntry[]): void {
  const owner = entries.find(({ manifest }) => manifest.id === id)
  if (owner === undefined) return
  throw new ActscopeError('manifest-invalid', `${folder}: the id ${id} is that of ${owner.folder} already`, {
    hint: 'Change the id in its manifest, or remove one of them.',
  })
}
