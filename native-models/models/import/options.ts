import type { Layout, SamplingKind, ScoreKind } from '../../choices.ts'
import { ActscopeError } from '../../errors.ts'
import type { Manifest, ManifestLabel, Sampling } from '../manifest.ts'

/** What a user says about a file; the rest is in the file, or is known of where it comes from. */
export interface ImportOptions {
  /** `network/name`, or the name alone. */
  readonly name?: string | undefined
  readonly title?: string | undefined
  readonly labels?: readonly ManifestLabel[] | undefined
  readonly frames?: number | undefined
  readonly size?: number | undefined
  /** Pixels: the short side is scaled to this before the square is cut out. */
  readonly shortSide?: number | undefined
  /** What 0 and 255 become before the mean is taken off. */
  readonly range?: readonly [low: number, high: number] | undefined
  /** In the units of `range`, and in the order in which the network takes the channels. */
  readonly mean?: readonly number[] | undefined
  readonly std?: readonly number[] | undefined
  readonly bgr?: boolean | undefined
  /** Frames a second of the training's videos, and every how manieth it took. */
  readonly fps?: number | undefined
  readonly stride?: number | undefined
  /** Frames a second that the network is fed with: fps / stride. */
  readonly rate?: number | undefined
  readonly sampling?: SamplingKind | undefined
  readonly licence?: string | undefined
  readonly origin?: string | undefined
}

/** What there is to say of an ONNX file besides. */
export interface OnnxOptions extends ImportOptions {
  readonly layout?: Layout | undefined
  readonly output?: string | undefined
  readonly gives?: ScoreKind | undefined
}

/** What there is to say of weights besides. */
export interface WeightsOptions extends ImportOptions {
  readonly network?: string | undefined
  readonly variation?: string | undefined
  readonly width?: number | undefined
  /** Take what fits, and leave the rest as training begins. */
  readonly partial?: boolean | undefined
}

type Normalization = Manifest['preprocessing']['normalization']

/**
 * (v - mean) / std, where v goes from `low` to `high` as a pixel goes from 0 to 255; as the graph takes it, R first.
 */
export function normalizationOf({
  range,
  mean,
  std,
  bgr,
}: Pick<ImportOptions, 'range' | 'mean' | 'std' | 'bgr'>): Normalization {
  const [low, high] = range ?? [0, 1]
  if (!(high > low)) throw new ActscopeError('input-invalid', `--range ${low}..${high} is empty`)
  const ordered = (values: readonly number[]): number[] => (bgr === true ? values.toReversed() : [...values])
  return {
    scale: 255 / (high - low),
    mean: ordered(mean ?? [0, 0, 0]).map((m) => m - low),
    std: ordered(std ?? [1, 1, 1]),
  }
}

/** Frames a second, as far as it is given. Throws `input-invalid` for a stride of unknown time. */
export function rateOf({ rate, fps, stride }: ImportOptions): number | undefined {
  if (rate !== undefined) return rate
  if (fps !== undefined) return fps / (stride ?? 1)
  if (stride === undefined) return undefined
  throw new ActscopeError(
    'input-invalid',
    `every ${stride}. frame means nothing live without the frame rate of the training`,
    {
      hint: 'Tell it, for example --fps 12.',
    },
  )
}

/** How the frames lie in time, as far as it is given. */
export function samplingOf({ sampling, stride }: ImportOptions): Sampling | undefined {
  if (sampling === 'segments') {
    if (stride === undefined) return { kind: 'segments' }
    throw new ActscopeError('input-invalid', '--stride and --sampling segments contradict each other', {
      hint: 'A stride is for --sampling clip.',
    })
  }
  if (stride !== undefined) return { kind: 'clip', stride }
  return sampling === undefined ? undefined : { kind: 'clip' }
}

/** How the scores are to be read. Probabilities are what they are: no temperature can change them any more. */
export function calibrationOf(
  own: Manifest | undefined,
  gives: ScoreKind = 'logits',
): Partial<Pick<Manifest, 'calibration'>> {
  const calibration = own?.calibration
  if (calibration === undefined) return {}
  return { calibration: gives === 'logits' ? calibration : { ...calibration, temperature: 1 } }
}

/** `network/name` in lower case, from what the user says or the file is called. */
export function idOf(network: string, name: string | undefined, file: string): string {
  if (name?.includes('/') === true) return name
  const word = (name ?? file.replace(/\.[^.]*$/, ''))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return `${network}/${word === '' ? 'imported' : word}`
}

export const unknownLicence = 'not told; ask whoever made it'
export const notMeasuredHere = 'added by the user: how well it recognizes was not measured here'
