import { basename } from 'node:path'
import { ActscopeError } from '../../errors.ts'
import { parametersOf, type Parameter } from '../../graph/graph.ts'
import { networkNamed, type NetworkEntry } from '../../networks/index.ts'
import { wholeGraph, type Network } from '../../networks/network.ts'
import { some } from '../../text.ts'
import { readCheckpoint } from '../../weights/pytorch/checkpoint.ts'
import { readRegularFile } from '../../disk/regular-file.ts'
import { fitOf, initialiseFrom, misfit, type Fit } from '../../weights/rules/initialise.ts'
import { renameFor } from '../../weights/rules/rename.ts'
import { readSafetensors, writeSafetensors } from '../../weights/safetensors.ts'
import { sha256Of } from '../../disk/sha256.ts'
import { float32Tensor, type Tensor } from '../../weights/tensor.ts'
import { weightsEntry, type Draft } from '../user-variants.ts'
import { parseManifest, type Manifest, type ManifestInput } from '../manifest.ts'
import { conventionOf, samplingFor, type Convention } from './conventions.ts'
import { swapRedAndBlue } from './first-convolution.ts'
import { originOf } from './onnx.ts'
import { carriedBy } from './own-metadata.ts'
import {
  calibrationOf,
  notMeasuredHere,
  idOf,
  normalizationOf,
  rateOf,
  samplingOf,
  unknownLicence,
  type WeightsOptions,
} from './options.ts'

export interface ImportedWeights extends Draft {
  /** What was done with the files, for the user to read. */
  readonly notes: readonly string[]
}

export interface WeightsFile {
  readonly name: string
  readonly sha256: string
  readonly bytes: number
  readonly tensors: ReadonlyMap<string, Tensor>
  readonly metadata: ReadonlyMap<string, string>
}

const defaultRate = 12.5

/**
 * A variant of a network of ours with the numbers of one file, or, with `partial`, of several, each giving what fits. Only
 * one file that has everything makes a variant that counts as trained.
 *
 * @throws ActscopeError `weights-unreadable`, `weights-mismatch`, `network-unknown`, `input-invalid`
 */
export async function importWeights(paths: readonly string[], options: WeightsOptions): Promise<ImportedWeights> {
  const files = await Promise.all(paths.map(readWeights))
  const [first] = files
  if (first === undefined) throw new ActscopeError('input-invalid', 'no file of weights was named')
  const own = files.length === 1 ? carriedBy(first.metadata, first.name) : undefined
  const name = options.network ?? own?.network.name
  if (name === undefined) throw needs(first.name, 'whose weights it has', '--network', 'see `actscope networks`')
  const labels = options.labels ?? own?.labels
  if (labels === undefined)
    throw needs(first.name, 'what its scores mean', '--labels', 'a file, or kinetics-400 and its like')

  const entry = networkNamed(name)
  const variation = options.variation ?? own?.network.variation
  const shape = {
    classes: labels.length,
    ...given('frames', options.frames ?? own?.network.frames),
    ...given('size', options.size ?? own?.network.size),
    ...given('width', options.width ?? own?.network.width),
  }
  const network = entry.build(shape, variation)
  const { weights, whole, notes, convention } = take(files, network, entry, options)
  const { frames, size, width } = network.options
  const bytes = writeSafetensors(
    new Map([...weights].map(([key, { values, shape: axes }]) => [key, float32Tensor(values, axes)])),
  )
  const id = idOf(name, options.name ?? own?.id.replace(/^.*\//, ''), first.name)
  const rate = rateOf(options) ?? own?.rate ?? convention.rate
  if (rate === undefined)
    notes.push(`it is given ${defaultRate} frames a second; if it was trained on another rate, tell --rate`)
  const training = own === undefined ? describe(files, options) : own.training
  const manifest: ManifestInput = {
    format: 1,
    id,
    title: options.title ?? own?.title ?? `${entry.title} (${id.replace(/^.*\//, '')})`,
    network: { name, ...given('variation', variation), frames, size, width },
    preprocessing: {
      shortSide: options.shortSide ?? own?.preprocessing.shortSide ?? shortSideFor(size, convention),
      normalization:
        options.range === undefined && own !== undefined
          ? own.preprocessing.normalization
          : pixels(options, convention),
    },
    rate: rate ?? defaultRate,
    sampling: samplingOf(options) ?? own?.sampling ?? samplingFor(network),
    weights: await weightsEntry('weights.safetensors', bytes),
    labels: [...labels],
    ...(whole && training !== undefined && { training }),
    ...(whole && calibrationOf(own)),
    licence: options.licence ?? own?.licence ?? unknownLicence,
    ...originOf(options.origin ?? own?.origin),
    limits: own?.limits ?? [
      whole ? notMeasuredHere : 'not trained for its labels: a start for training, nothing that it says means anything',
    ],
  }
  return { manifest: parseManifest(JSON.stringify(manifest), first.name), weights: bytes, notes }
}

/** safetensors, or a PyTorch checkpoint (zip or legacy), by its first bytes. Throws `weights-unreadable`. */
export async function readWeights(path: string): Promise<WeightsFile> {
  const name = basename(path)
  const bytes = await readRegularFile(path, 'weights-unreadable')
  const sha256 = await sha256Of(bytes)
  // safetensors begin with a length of eight bytes and a brace; no pickle and no zip does.
  if (bytes[8] === 0x7b && bytes[7] === 0) return { name, sha256, bytes: bytes.length, ...readSafetensors(bytes, name) }
  return { name, sha256, bytes: bytes.length, tensors: readCheckpoint(bytes, name).tensors, metadata: new Map() }
}

interface Taken {
  readonly weights: ReadonlyMap<string, { readonly values: Float32Array; readonly shape: readonly number[] }>
  /** One file had every number. */
  readonly whole: boolean
  readonly notes: string[]
  /** Of the file that has the layer which sees the pixels. */
  readonly convention: Convention
}

function take(files: readonly WeightsFile[], network: Network, entry: NetworkEntry, options: WeightsOptions): Taken {
  const wanted = parametersOf(wholeGraph(network, 'normalized'))
  const notes: string[] = []
  const taken = new Set<string>()
  let initial: ReadonlyMap<string, Float32Array> | undefined
  let convention: Convention | undefined
  let last: Fit | undefined
  for (const { name, tensors } of files) {
    const renamed = renameFor(network.name, wanted, tensors)
    const found = conventionOf(renamed.rule)
    const { tensors: ordered, seesPixels } = swapRedAndBlue(network, renamed.tensors, options.bgr ?? found.bgr ?? false)
    if (seesPixels) convention = found
    const { weights, fit } = initialised(
      wanted,
      ordered,
      name,
      entry,
      files.length > 1 || options.partial === true,
      initial,
    )
    initial = weights
    last = fit
    for (const parameter of fit.taken) taken.add(parameter)
    notes.push(
      `${name}: ${fit.taken.length} of ${wanted.length} tensors taken, names of ${renamed.rule} (${renamed.source})`,
    )
    if (renamed.dropped.length > 0)
      notes.push(`${name}: left out, as the network has no place for them: ${some(renamed.dropped, 6)}`)
    if (fit.unexpected.length > 0) notes.push(`${name}: unknown to the network: ${some(fit.unexpected, 6)}`)
    if (fit.mismatched.length > 0)
      notes.push(
        `${name}: of another shape: ${some(
          fit.mismatched.map((m) => m.name),
          6,
        )}`,
      )
  }
  const left = wanted.filter(({ name }) => !taken.has(name)).map(({ name }) => name)
  if (left.length > 0) {
    if (options.partial !== true) throw misfit({ ...last!, missing: left }, files.map(({ name }) => name).join(' and '))
    notes.push(`${left.length} tensors are as training begins: ${some(left, 6)}`)
  }
  const whole = files.length === 1 && left.length === 0
  if (!whole) notes.push('the variant is NOT TRAINED for its labels: it is a start for training')
  const shapes = new Map(wanted.map(({ name, shape }) => [name, shape]))
  return {
    weights: new Map([...initial!].map(([key, values]) => [key, { values, shape: shapes.get(key)! }])),
    whole,
    notes,
    convention: convention ?? conventionOf(''),
  }
}

/** `initialiseFrom`, with the way out where the file has the other kind of shortcuts. */
function initialised(
  wanted: readonly Parameter[],
  tensors: ReadonlyMap<string, Tensor>,
  file: string,
  { name, variations }: NetworkEntry,
  partial: boolean,
  initial: ReadonlyMap<string, Float32Array> | undefined,
): ReturnType<typeof initialiseFrom> {
  try {
    return initialiseFrom(wanted, tensors, file, { partial, ...given('initial', initial) })
  } catch (error) {
    if (!(error instanceof ActscopeError) || error.code !== 'weights-mismatch') throw error
    const classes = wanted.find((parameter) => parameter.name === 'fc.weight')?.shape[0]
    const { missing, mismatched } = fitOf(wanted, tensors)
    const others = new Set(mismatched.map(({ has, needs }) => (needs[0] === classes ? has[0] : undefined)))
    const [known] = others
    if (missing.length === 0 && others.size === 1 && known !== undefined) {
      throw new ActscopeError('weights-mismatch', error.message, {
        hint: `It knows ${known} classes, the labels are ${String(classes)}: give the list that belongs to it; or --partial, to begin a training.`,
        cause: error,
      })
    }
    const absent = wanted.filter((parameter) => !tensors.has(parameter.name))
    if (absent.length === 0 || !absent.every((parameter) => parameter.name.includes('.downsample.'))) throw error
    if (variations['shortcut-a'] === undefined) throw error
    throw new ActscopeError('weights-mismatch', error.message, {
      hint: `Only projections are missing: this is ${name} with shortcuts without parameters. Import it with --variation shortcut-a.`,
      cause: error,
    })
  }
}

function describe(files: readonly WeightsFile[], { origin }: WeightsOptions): NonNullable<Manifest['training']> {
  const names = files.map(({ name }) => name).join(' and ')
  const hashes = files.map(({ sha256 }) => sha256.slice(0, 12)).join(', ')
  return { data: origin ?? 'not told', recipe: `imported from ${names}`, commit: `sha256 ${hashes}` }
}

/** A range that is told stands alone; a mean or a std takes the place of the one that is known. */
function pixels(options: WeightsOptions, convention: Convention): Manifest['preprocessing']['normalization'] {
  const usual = convention.bgr ?? false
  const bgr = options.bgr ?? usual
  if (options.range !== undefined) return normalizationOf({ ...options, bgr })
  const ordered = (values: readonly number[] | undefined) => (bgr === usual ? values : values?.toReversed())
  return normalizationOf({
    range: convention.range,
    mean: options.mean ?? ordered(convention.mean),
    std: options.std ?? ordered(convention.std),
    bgr,
  })
}

/** 256 for 224, as in most trainings. */
const shortSideFor = (size: number, { shortSide, size: usual }: Convention): number =>
  shortSide !== undefined && (usual === undefined || usual === size) && shortSide >= size
    ? shortSide
    : Math.round((size * 256) / 224)

function given<Key extends string, T>(key: Key, value: T | undefined): Partial<Record<Key, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, T>)
}

const needs = (file: string, what: string, option: string, example: string): ActscopeError =>
  new ActscopeError('input-invalid', `${file} does not tell ${what}: ${option} is missing`, {
    hint: `Tell it: ${example}.`,
  })
