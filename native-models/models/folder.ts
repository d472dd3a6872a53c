import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ActscopeError } from '../errors.ts'
import { insistOnRegularFile } from '../disk/regular-file.ts'
import { parseManifest, type Manifest } from './manifest.ts'

export const manifestFile = 'manifest.json'

/** A hundred thousand labels of two hundred characters fit. */
const largestManifest = 32 * 2 ** 20

/** The manifest of a variant's folder. Throws `manifest-invalid`. */
export function readManifest(folder: string): Manifest {
  const path = join(folder, manifestFile)
  insistOnRegularFile(path, 'manifest-invalid', largestManifest)
  return parseManifest(readFileSync(path, 'utf8'), path)
}

/**
 * The folders in `root` that should hold a variant, sorted: those with a manifest. A name that begins with a dot is
 * something unfinished. A link is given, too, so that it can be refused by name.
 */
export function variantFolders(root: string): readonly string[] {
  let names: readonly string[]
  try {
    names = readdirSync(root)
  } catch {
    return [] // not there (yet)
  }
  return names
    .filter((name) => !name.startsWith('.'))
    .map((name) => join(root, name))
    .filter((folder) => exists(join(folder, manifestFile)))
    .toSorted()
}

/** Throws `manifest-invalid` for a folder that is elsewhere in truth. */
export function insistOnFolder(folder: string): void {
  if (!lstatSync(folder).isSymbolicLink()) return
  throw new ActscopeError('manifest-invalid', `${folder} is a link to another folder, which is not followed`, {
    hint: 'Add the variant with `actscope models add`.',
  })
}

function exists(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}
