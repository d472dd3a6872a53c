import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { ActscopeError } from '../../errors.ts'
import type { ManifestLabel } from '../../models/manifest.ts'

export interface LabelledClip {
  readonly path: string
  /** Index into the variant's labels. */
  readonly truth: number
  /** The data set that it is of: the first folder of its class, `ucf101` of `ucf101/Archery`. */
  readonly source: string
}

/** A clip of an action that the variant does not know. */
export interface UnknownClip {
  readonly path: string
  readonly name: string
}

export interface Dataset {
  readonly clips: readonly LabelledClip[]
  /** Classes of the data, with the number of clips that were left out as the variant does not know them. */
  readonly leftOut: ReadonlyMap<string, number>
}

const videoExtensions = new Set(
  '.avi .mp4 .m4v .mov .mkv .webm .gif .mpg .mpeg .ts .mts .3gp .flv .wmv .ogv .y4m'.split(' '),
)

/**
 * Labelled videos of a folder (`.../class/clip.mp4`, at any depth) or of a list file (`path label` a line, separated by
 * a tab, a comma or the last space; paths relative to the list; the label by name, data-set
 * class or index from 0; a path alone is of the class that its folder is).
 *
 * @throws ActscopeError `dataset-invalid` if there is nothing there that the variant knows
 */
export function readDataset(path: string, labels: readonly ManifestLabel[]): Dataset {
  const found = read(path)
  const matcher = new LabelMatcher(labels)
  const clips: LabelledClip[] = []
  const leftOut = new Map<string, number>()
  for (const { path: clip, name } of found) {
    const truth = matcher.match(name)
    // What a hidden label stands for, the variant does not know: it never says it.
    if (truth !== undefined && labels[truth]!.hidden !== true) {
      clips.push({ path: clip, truth, source: sourceOf(name, labels[truth]!) })
    } else count(leftOut, name)
  }
  if (clips.length > 0) return { clips, leftOut }
  throw invalid(`the variant knows none of the classes in ${path}: ${firstOf(leftOut)}`)
}

/**
 * Videos of actions that the variant does not know, from a folder or a list; what it knows after all is left out. Throws
 * `dataset-invalid` if nothing remains.
 */
export function readUnknown(
  path: string,
  labels: readonly ManifestLabel[],
): { readonly clips: readonly UnknownClip[]; readonly leftOut: ReadonlyMap<string, number> } {
  const matcher = new LabelMatcher(labels)
  const leftOut = new Map<string, number>()
  const clips = read(path).filter(({ name }) => {
    const truth = matcher.match(name)
    if (truth === undefined || labels[truth]!.hidden === true) return true
    count(leftOut, name)
    return false
  })
  if (clips.length > 0) return { clips, leftOut }
  throw invalid(`the variant knows all of the classes in ${path}: ${firstOf(leftOut)}`)
}

function read(path: string): readonly Found[] {
  if (!existsSync(path)) throw invalid(`there is no file or folder ${path}`)
  const found = statSync(path).isDirectory() ? fromFolder(path) : fromList(path)
  if (found.length === 0) throw invalid(`${path} holds no videos`)
  return found
}

/** A list may name a label instead of a class; then it is of the set that the label was learned from. */
const sourceOf = (name: string, { classes }: ManifestLabel): string =>
  [name, classes[0] ?? ''].map((full) => full.split('/')).find((parts) => parts.length > 1)?.[0] ?? 'other'

const count = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

const firstOf = (counts: ReadonlyMap<string, number>): string =>
  `${[...counts.keys()].slice(0, 5).join(', ')}${counts.size > 5 ? ', ...' : ''}`

/** Finds the label of a data-set class: `ucf101/PlayingViolin`, `PlayingViolin` or `playing violin`. */
export class LabelMatcher {
  readonly #exact = new Map<string, number>()
  readonly #loose = new Map<string, Set<number>>()

  constructor(labels: readonly ManifestLabel[]) {
    labels.forEach(({ label, classes }, i) => {
      this.#exact.set(label, i)
      for (const name of classes) this.#exact.set(name, i)
      for (const name of [label, ...classes, ...classes.map((full) => basename(full))]) {
        const key = simplified(name)
        this.#loose.set(key, (this.#loose.get(key) ?? new Set()).add(i))
      }
    })
    // `PlayingViolin` alone, unless two data sets spell a class alike.
    for (const name of new Set(labels.flatMap(({ classes }) => classes.map((full) => basename(full))))) {
      const owners = labels.flatMap(({ classes }, i) => (classes.some((full) => basename(full) === name) ? [i] : []))
      if (owners.length === 1 && !this.#exact.has(name)) this.#exact.set(name, owners[0]!)
    }
    labels.forEach((_, i) => {
      if (!this.#exact.has(String(i))) this.#exact.set(String(i), i)
    })
  }

  /** `name` is a class, or a set and a class. Undefined if nothing, or more than one thing, fits. */
  match(name: string): number | undefined {
    const own = basename(name)
    const exact = this.#exact.get(name) ?? this.#exact.get(own)
    if (exact !== undefined) return exact
    for (const key of [simplified(name), simplified(own)]) {
      const fits = this.#loose.get(key)
      if (fits?.size === 1) return [...fits][0]
    }
    return undefined
  }
}

const simplified = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

interface Found {
  readonly path: string
  /** `set/class`, or what the list says. */
  readonly name: string
}

/** Paths of the videos in a folder, at any depth, in order. */
export function videosIn(root: string): readonly string[] {
  const absolute = resolve(root)
  return readdirSync(absolute, { recursive: true, encoding: 'utf8' })
    .filter((file) => videoExtensions.has(extname(file).toLowerCase()))
    .toSorted()
    .map((file) => join(absolute, file))
}

function fromFolder(root: string): readonly Found[] {
  return videosIn(root).map((path) => ({ path, name: classOf(path) }))
}

/** `.../set/class/clip.mp4` */
function classOf(path: string): string {
  const folder = dirname(path)
  return `${basename(dirname(folder))}/${basename(folder)}`
}

function fromList(path: string): readonly Found[] {
  const folder = dirname(resolve(path))
  return readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line, i) => {
      const whole = resolve(folder, line)
      if (existsSync(whole)) return { path: whole, name: classOf(whole) } // a path alone: of the class that its folder is
      const at = line.includes('\t')
        ? line.indexOf('\t')
        : line.includes(',')
          ? line.indexOf(',')
          : line.lastIndexOf(' ')
      if (at <= 0) throw invalid(`${path}: line ${i + 1} is not "path label"`)
      return { path: resolve(folder, line.slice(0, at).trim()), name: line.slice(at + 1).trim() }
    })
}

const invalid = (message: string): ActscopeError =>
  new ActscopeError('dataset-invalid', message, {
    hint: 'Give a folder with a folder for each class, or a list file with "path label" on each line.',
  })
