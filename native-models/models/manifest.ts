import { z } from 'zod'
import { ActscopeError } from '../errors.ts'
import { layouts, scoreKinds, type SamplingKind } from '../choices.ts'

/** The name of a network that is an ONNX file's own. */
export const onnxNetwork = 'onnx'

const share = z.number().min(0).max(1)
const size = z.int().min(1).max(4096)

/** A label, in plain words, and the data-set classes (`ucf101/PlayingViolin`) that it stands for. */
const label = z.strictObject({
  label: z.string().min(1).max(200),
  classes: z.array(z.string()).default([]),
  /** Nothing of interest happens: shown, but never an event. */
  background: z.boolean().default(false),
})

const measured = z.strictObject({
  /** What was measured on, and that no training clip shares its group. */
  split: z.string(),
  clips: z.int().min(1),
  top1: share,
  top5: share,
  /** Top-1 by data set. */
  bySet: z.record(z.string(), share).default({}),
})

/** A file inside the variant's own folder: no separators, so that it cannot point elsewhere. */
const fileName = z
  .string()
  .regex(/^[\w.-]+$/, 'must be a plain file name')
  .refine((name) => !name.startsWith('.'))

/** How the N frames of a pass lie in time. */
const samplings = {
  /** Of a whole video the middle of each of N equal parts; live ECO's memory, half of it new, the rest ever sparser. */
  segments: z.strictObject({ kind: z.literal('segments') }),
  /**
   * One after another: of a whole video those around its middle, every `stride`-th frame of the file as it is, or, without
   * a stride, `rate` frames a second; live a window that slides.
   */
  clip: z.strictObject({ kind: z.literal('clip'), stride: z.int().min(1).max(1000).optional() }),
} satisfies Record<SamplingKind, z.ZodType>
const sampling = z.discriminatedUnion('kind', [samplings.segments, samplings.clip])

/** Where the network is an ONNX file's own: what it takes and gives. Its name is then `onnx`. */
const onnx = z.strictObject({
  input: z.string().min(1).max(1000),
  output: z.string().min(1).max(1000),
  layout: z.enum(layouts),
  /** The order of the channels that it takes. The normalization is R, G, B in any case. */
  channels: z.enum(['rgb', 'bgr']).default('rgb'),
  gives: z.enum(scoreKinds),
})

const manifest = z.strictObject({
  format: z.literal(1),
  /** `network/name`. */
  id: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'must be network/name in lower case'),
  title: z.string().min(1),
  network: z.strictObject({
    name: z.string(),
    variation: z.string().optional(),
    frames: size,
    size,
    width: z.number().positive().max(8),
  }),
  preprocessing: z.strictObject({
    /** Pixels: the short side is scaled to this, then the centre `network.size` square is cut out. */
    shortSide: size,
    /** (x / scale - mean) / std of each of R, G, B. */
    normalization: z.strictObject({
      scale: z.number().positive(),
      mean: z.array(z.number()).length(3),
      std: z.array(z.number().positive()).length(3),
    }),
  }),
  /** Frames per second that the online sampler is fed with. */
  rate: z.number().positive().max(240),
  sampling: sampling.default({ kind: 'segments' }),
  onnx: onnx.optional(),
  weights: z.strictObject({ file: fileName, sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().positive() }),
  labels: z.array(label).min(1).max(100_000),
  /** Absent for a variant that nobody trained: then nothing that it says means anything, and everything says so. */
  training: z.strictObject({ data: z.string(), recipe: z.string(), commit: z.string() }).optional(),
  measured: measured.optional(),
  licence: z.string().min(1),
  /** Where the weights come from, as whoever added them says. */
  origin: z.string().min(1).max(2000).optional(),
  limits: z.array(z.string()).default([]),
})

export type Manifest = z.infer<typeof manifest>
export type Sampling = Manifest['sampling']
/** A manifest as it is written: what has a default may be left out. */
export type ManifestInput = z.input<typeof manifest>
export type ManifestLabel = z.infer<typeof label>

/** Throws `manifest-invalid`, naming the file and the first field that is wrong. */
export function parseManifest(text: string, source: string): Manifest {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw invalid(source, 'it is not JSON', cause)
  }
  const result = manifest.safeParse(json)
  if (!result.success) {
    const issue = result.error.issues[0]
    const field = issue?.path.join('.') ?? ''
    throw invalid(source, `${field}${field === '' ? '' : ': '}${issue?.message ?? 'not valid'}`)
  }
  const { labels, network, preprocessing, onnx } = result.data
  const twice = labels.find(({ label }, i) => labels.findIndex((other) => other.label === label) < i)
  if (twice !== undefined) throw invalid(source, `the label ${JSON.stringify(twice.label)} is there twice`)
  if (preprocessing.shortSide < network.size) {
    throw invalid(
      source,
      `preprocessing.shortSide ${preprocessing.shortSide} is less than network.size ${network.size}`,
    )
  }
  if ((network.name === onnxNetwork) !== (onnx !== undefined)) {
    throw invalid(source, `a network named ${onnxNetwork} has the field onnx, and no other has`)
  }
  return result.data
}

const invalid = (source: string, what: string, cause?: unknown): ActscopeError =>
  new ActscopeError('manifest-invalid', `${source}: ${what}`, {
    hint: 'Restore the variant, or correct its manifest.',
    cause,
  })
