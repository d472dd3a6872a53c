import { z } from 'zod'
import { ActscopeError } from '../errors.ts'
import { layouts, scoreKinds, type SamplingKind } from '../choices.ts'
import { calibration, labelRate, measured } from './figures.ts'
import { taught } from './taught.ts'

/** The name of a network that is an ONNX file's own. */
export const onnxNetwork = 'onnx'

const size = z.int().min(1).max(4096)

/** A label, in plain words, and the data-set classes (`ucf101/PlayingViolin`) that it stands for. */
const label = z.strictObject({
  label: z.string().min(1).max(200),
  classes: z.array(z.string()).default([]),
  /** Nothing of interest happens: shown, but never an event. */
  background: z.boolean().default(false),
  /** It was learned from stills alone; without a word, from videos. */
  from: z.literal('stills').optional(),
  /** How often it is recognized, on real video. */
  measured: labelRate.optional(),
  /**
   * It did not prove itself on real video: it takes part in the softmax, but nothing is ever called by it. Where it is the
   * best, there is no label; and it is not listed among what the variant knows.
   */
  hidden: z.boolean().optional(),
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
  /** What a variant was taught with (docs/teaching.md): then its classifier is that of `networks/taught.ts`. */
  taught: taught.optional(),
  measured: measured.optional(),
  /** Absent: the scores are those of the softmax, and the threshold is the one that all have. */
  calibration: calibration.optional(),
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
export type Calibration = z.infer<typeof calibration>

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
  const { labels, network, preprocessing, onnx, calibration } = result.data
  const twice = labels.find(({ label }, i) => labels.findIndex((other) => other.label === label) < i)
  if (twice !== undefined) throw invalid(source, `the label ${JSON.stringify(twice.label)} is there twice`)
  if (labels.every(({ hidden }) => hidden)) {
    throw invalid(source, 'all labels are hidden, so that it could never say anything', undefined, 'Show one at least.')
  }
  if (calibration !== undefined && calibration.temperature !== 1 && onnx?.gives === 'probabilities') {
    throw invalid(
      source,
      'calibration.temperature divides logits, and onnx.gives is probabilities',
      undefined,
      'Make it 1, or take the output that gives logits.',
    )
  }
  if (preprocessing.shortSide < network.size) {
    throw invalid(
      source,
      `preprocessing.shortSide ${preprocessing.shortSide} is less than network.size ${network.size}`,
    )
  }
  if (result.data.taught !== undefined && result.data.taught.actions.length !== labels.length - 1) {
    throw invalid(source, `taught.actions has ${result.data.taught.actions.length} actions, not one less than labels`)
  }
  if ((network.name === onnxNetwork) !== (onnx !== undefined)) {
    throw invalid(source, `a network named ${onnxNetwork} has the field onnx, and no other has`)
  }
  return result.data
}

const invalid = (
  source: string,
  what: string,
  cause?: unknown,
  hint = 'Restore the variant, or correct its manifest.',
): ActscopeError => new ActscopeError('manifest-invalid', `${source}: ${what}`, { hint, cause })
