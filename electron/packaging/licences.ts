/** The licences of everything of others that a package holds, as one text. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'

/** May be passed on with Actscope, given their text. MPL-2.0: used unchanged, its source is where the text says. */
const known = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'Unlicense',
  'MPL-2.0',
  'OFL-1.1', // a font, unchanged, within a program that is more than it
  'MIT/X11',
])

/** Packages whose licence is not a file in them: where it is. */
const elsewhere: Readonly<Record<string, string>> = {
  'onnxruntime-node':
    'Copyright (c) Microsoft Corporation. MIT licence, https://github.com/microsoft/onnxruntime/blob/main/LICENSE',
  'onnxruntime-common':
    'Copyright (c) Microsoft Corporation. MIT licence, https://github.com/microsoft/onnxruntime/blob/main/LICENSE',
}
const ffmpeg =
  'The binding is under the MIT licence of node-av. The binary also holds FFmpeg with x264, x265 and more, under the GNU ' +
  'General Public License, version 3, and the Fraunhofer FDK AAC library under its own licence. See docs/packaging.md.'

const manifest = z.looseObject({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  homepage: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
})
type Manifest = z.infer<typeof manifest>

interface Package {
  readonly manifest: Manifest
  readonly folder: string
}

/** Throws with every package whose licence is missing or unknown. */
export function licences(root: string): string {
  const packages = [...installed(root), ...bundled(root), ...fonts(root)]
  const byName = new Map(packages.map((each) => [`${each.manifest.name} ${each.manifest.version}`, each]))
  const wrong: string[] = []
  const parts = [...byName]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, { manifest, folder }]) => {
      const text = textOf(manifest.name, folder)
      if (!known.has(manifest.license ?? '')) wrong.push(`${title}: ${manifest.license ?? 'it says no licence'}`)
      else if (text === undefined) wrong.push(`${title}: its licence has no text`)
      return `${title}\n${manifest.license ?? ''}${manifest.homepage === undefined ? '' : `, ${manifest.homepage}`}\n\n${text ?? ''}`
    })
  if (wrong.length > 0) throw new Error(`Licences that were not decided on:\n${wrong.join('\n')}`)
  const head =
    "Actscope holds the following works of others. Electron and Chromium tell theirs beside the program's file."
  return [head, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n'
}

/** Dependencies that packages hold; electron-builder.yml leaves out all others (command line, browser, installation). */
export const shipped = /^(zod|node-av|@seydx\/node-av-.+|onnxruntime-node|onnxruntime-common)$/

function installed(root: string): readonly Package[] {
  const found = new Map<string, Package>()
  const visit = (from: Package): void => {
    const { dependencies = {}, optionalDependencies = {} } = from.manifest
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => shipped.test(name))) {
      const folder = folderOf(name, from.folder)
      if (folder === undefined && name in optionalDependencies) continue // of another system
      if (folder === undefined) throw new Error(`${from.manifest.name} needs ${name}, which is not installed.`)
      if (found.has(folder)) continue
      const each = read(folder)
      found.set(folder, each)
      visit(each)
    }
  }
  visit({ ...read(root), folder: root })
  return [...found.values()]
}

/** What the page was built from, by its source maps. */
function bundled(root: string): readonly Package[] {
  const assets = join(root, 'dist', 'page', 'assets')
  const folders = new Set<string>()
  for (const name of readdirSync(assets).filter((name) => name.endsWith('.map'))) {
    const { sources } = z
      .looseObject({ sources: z.array(z.string()) })
      .parse(JSON.parse(readFileSync(join(assets, name), 'utf8')))
    for (const source of sources) {
      const [, inside] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(source) ?? []
      if (inside !== undefined) folders.add(join(root, 'node_modules', inside))
    }
  }
  return [...folders].map(read)
}

/** Where the page's fonts come from, which no source map tells: from the package that holds the same bytes. */
function fonts(root: string): readonly Package[] {
  const assets = join(root, 'dist', 'page', 'assets')
  const sources = join(root, 'node_modules', '@fontsource-variable')
  const known = readdirSync(sources).flatMap((name) => {
    const files = join(sources, name, 'files')
    return readdirSync(files).map((file) => ({ folder: join(sources, name), bytes: readFileSync(join(files, file)) }))
  })
  const folders = readdirSync(assets)
    .filter((name) => name.endsWith('.woff2'))
    .map((name) => {
      const font = readFileSync(join(assets, name))
      const source = known.find(({ bytes }) => bytes.equals(font))
      if (source === undefined) throw new Error(`${name}: no package is known that this font comes from.`)
      return source.folder
    })
  return [...new Set(folders)].map(read)
}

const read = (folder: string): Package => ({
  manifest: manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))),
  folder,
})

/** As Node finds it: in the nearest node_modules. */
function folderOf(name: string, from: string): string | undefined {
  const places = createRequire(join(from, 'package.json')).resolve.paths(name) ?? []
  return places.map((place) => join(place, name)).find((folder) => existsSync(join(folder, 'package.json')))
}

function textOf(name: string, folder: string): string | undefined {
  if (name.startsWith('@seydx/node-av-')) {
    const binding = textOf('node-av', join(dirname(dirname(folder)), 'node-av'))
    return binding === undefined ? undefined : `${ffmpeg}\n\n${binding}`
  }
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)([.-]|$)/i.test(file))
  if (files.length === 0) return elsewhere[name]
  return files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n')
}
