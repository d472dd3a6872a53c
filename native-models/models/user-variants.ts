import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { ActscopeError } from '../errors.ts'
import { outputFailed, writeFileAtomically } from '../disk/atomic-write.ts'
import { sha256Of } from '../disk/sha256.ts'
import type { Catalogue, CatalogueEntry } from './catalogue.ts'
import { manifestFile, readManifest } from './folder.ts'
import { parseManifest, type Manifest } from './manifest.ts'
import { loadVariant, readWeights, variantOf } from './variant.ts'

/** A variant that is not kept yet. */
export interface Draft {
  readonly manifest: Manifest
  /** The bytes of `manifest.weights.file`. */
  readonly weights: Uint8Array
}

/** The field `weights` of a manifest for these bytes. */
export async function weightsEntry(file: string, bytes: Uint8Array): Promise<Manifest['weights']> {
  return { file, sha256: await sha256Of(bytes), bytes: bytes.length }
}

/**
 * Puts a variant into the user's folder: it is there whole or not at all. The catalogue has read its folders again when
 * this returns. Throws `input-invalid` if its id is taken, `output-failed`, and whatever is wrong with the variant.
 */
export async function addVariant(catalogue: Catalogue, { manifest, weights }: Draft): Promise<CatalogueEntry> {
  const text = manifestText(manifest)
  parseManifest(text, `the manifest of ${manifest.id}`)
  variantOf(manifest, weights, manifest.id)
  insistOnFreeId(catalogue, manifest.id)
  const root = resolve(catalogue.userRoot)
  const unfinished = join(root, `.adding-${randomBytes(6).toString('hex')}`)
  try {
    mkdirSync(unfinished, { recursive: true })
    await writeFileAtomically(join(unfinished, manifest.weights.file), weights)
    await writeFileAtomically(join(unfinished, manifestFile), text)
    renameSync(unfinished, freeFolder(root, manifest.id))
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined)
    throw error instanceof ActscopeError ? error : outputFailed(root, error)
  }
  return found(catalogue, manifest.id)
}

/** Copies a variant's folder, from wherever it is, into the user's: its manifest and its weights, nothing else. */
export async function addFolder(catalogue: Catalogue, folder: string, id?: string): Promise<CatalogueEntry> {
  const manifest = readManifest(folder)
  const weights = await readWeights(manifest, folder)
  return addVariant(catalogue, { manifest: { ...manifest, id: id ?? manifest.id }, weights })
}

/** Gives a variant of the user another id, or another title. */
export async function renameVariant(
  catalogue: Catalogue,
  id: string,
  to: { readonly id?: string | undefined; readonly title?: string | undefined },
): Promise<CatalogueEntry> {
  const entry = ofTheUser(catalogue, id, 'renamed')
  if (to.id !== undefined && to.id !== id) insistOnFreeId(catalogue, to.id)
  const manifest = { ...entry.manifest, id: to.id ?? id, title: to.title ?? entry.manifest.title }
  const text = manifestText(manifest)
  parseManifest(text, to.id ?? id)
  await writeFileAtomically(join(entry.folder, manifestFile), text)
  return found(catalogue, manifest.id)
}

/** Deletes a variant of the user. It is gone from the catalogue at once, also if deleting its files then fails. */
export async function removeVariant(catalogue: Catalogue, id: string): Promise<void> {
  const { folder } = ofTheUser(catalogue, id, 'removed')
  const gone = join(folder, '..', `.removed-${basename(folder)}-${randomBytes(6).toString('hex')}`)
  try {
    renameSync(folder, gone)
    catalogue.reload()
    await rm(gone, { recursive: true, force: true })
  } catch (error) {
    catalogue.reload()
    throw outputFailed(folder, error)
  }
}

/** What is wrong with a variant's files, or undefined: the hash of its weights, then whether they fit. */
export async function verifyVariant({ manifest, folder }: CatalogueEntry): Promise<ActscopeError | undefined> {
  try {
    await loadVariant(manifest, folder)
    return undefined
  } catch (error) {
    if (error instanceof ActscopeError) return error
    throw error
  }
}

const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, undefined, 2)}\n`

function found(catalogue: Catalogue, id: string): CatalogueEntry {
  catalogue.reload()
  return catalogue.find(id)
}

/** Throws `input-invalid` if a variant has this id already. */
export function insistOnFreeId(catalogue: Catalogue, id: string): void {
  catalogue.reload()
  if (!catalogue.entries.some(({ manifest }) => manifest.id === id)) return
  throw new ActscopeError('input-invalid', `there is a variant ${id} already`, {
    hint: 'Choose another name with --name, or remove that one.',
  })
}

function ofTheUser(catalogue: Catalogue, id: string, what: string): CatalogueEntry {
  const entry = catalogue.find(id)
  if (entry.origin === 'user') return entry
  throw new ActscopeError('input-invalid', `${id} came with Actscope and cannot be ${what}`, {
    hint: 'Only variants that you added yourself can be changed.',
  })
}

/** A folder's name says nothing; the id is in the manifest. */
function freeFolder(root: string, id: string): string {
  const name = id.replace('/', '.')
  for (let i = 1; ; i++) {
    const folder = join(root, i === 1 ? name : `${name}.${i}`)
    if (!existsSync(folder)) return folder
  }
}
