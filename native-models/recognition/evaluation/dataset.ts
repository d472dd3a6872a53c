import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { ActscopeError } from '../../errors.ts'
import type { ManifestLabel } from '../../models/manifest.ts'

export interface LabelledClip {
  readonly path: string
  /** Index into the variant's labels. */
  readonly truth: number
}

export interface Dataset {
  readonly clips: readonly LabelledClip[]
  /** Classes of the data that the variant does not know, with the number of clips that were left out for it. */
  readonly unknown: ReadonlyMap<string, number>
}

const videoExtensions = new Set(
  '.avi .mp4 .m4v .mov .mkv .webm .gif .mpg .mpeg .ts .mts .3gp .flv .wmv .ogv .y4m'.split(' '),
)

/**
 * Labelled videos of a folder (`.../class/clip.mp4`, at any depth) or of a list file (`path label` a line, separated by
 * a tab, a comma or the last space; paths relative to the list; the label by name, data-set class or index from 0).
 *
 * @throws ActscopeError `dataset-invalid` if there is nothing there that the variant knows
 */
export function readDataset(path: string, labels: readonly ManifestLabel[]): Dataset {
  if (!existsSync(path)) throw invalid(`there is no file or folder ${path}`)
  const found = statSync(path).isDirectory() ? fromFolder(path) : fromList(path)
  if (found.length === 0) throw invalid(`${path} holds no videos`)
  const matcher = new LabelMatcher(labels)
  const clips: LabelledClip[] = []
  const unknown = new Map<string, number>()
  for (const { path: clip, name } of found) {
    const truth = matcher.match(name)
    if (truth !== undefined) clips.push({ path: clip, truth })
    else unknown.set(name, (unknown.get(name) ?? 0) + 1)
  }
  if (clips.length > 0) return { clips, unknown }
  const classes = [...unknown.keys()].slice(0, 5).join(', ')
  throw invalid(`the variant knows none of the classes in ${path}: ${classes}${unknown.size > 5 ? ', ...' : ''}`)
}

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
  return videosIn(root).map((path) => {
    const folder = dirname(path)
    return { path, name: `${basename(dirname(folder))}/${basename(folder)}` }
  })
}

function fromList(path: string): readonly Found[] {
  const folder = dirname(resolve(path))
  return readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line, i) => {
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
