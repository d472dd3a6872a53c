/** How well a variant recognizes, as its manifest tells it: what was counted, never what was hoped for. */
import { z } from 'zod'

const share = z.number().min(0).max(1)
const clips = z.int().min(1)

/** How many of some clips were right, and the Wilson interval at 95 % of that share. */
const rate = z
  .strictObject({ right: z.int().min(0), clips, low: share, high: share })
  .refine(({ right, clips }) => right <= clips, { path: ['right'], error: 'there are not so many clips' })
  .refine(({ right, clips, low, high }) => contains(low, right / clips, high), {
    path: ['low'],
    error: 'low and high must enclose right / clips',
  })

/** Rounded ends may miss a share of 0 or 1 by so much. */
const rounding = 0.005
const contains = (low: number, value: number, high: number): boolean =>
  low <= value + rounding && value <= high + rounding && low <= high

/** The figure of a single label. */
export const labelRate = rate

/** What was measured on clips that neither training nor any choice saw. */
export const measured = z
  .strictObject({
    /** What was measured on, and that no training clip shares its group. */
    split: z.string(),
    clips,
    top1: share,
    top5: share,
    /** Top-1 by data set. */
    bySet: z.record(z.string(), share).default({}),
    /** Top-1 as it was counted, with its interval: of all clips, and by source. Manifests of before have neither. */
    whole: rate.optional(),
    sources: z.record(z.string(), rate).optional(),
  })
  .refine(({ whole, clips }) => whole === undefined || whole.clips === clips, {
    path: ['whole', 'clips'],
    error: 'measured.clips is another number',
  })
  .refine(({ whole, top1 }) => whole === undefined || Math.abs(whole.right / whole.clips - top1) <= rounding, {
    path: ['whole', 'right'],
    error: 'measured.top1 is another share of the clips',
  })

/** How far the scores can be believed, and from which score on a label is shown. */
export const calibration = z.strictObject({
  /** Logits are divided by it before the softmax. */
  temperature: z.number().positive().max(100),
  /** Below this score there is no label, unless the user says another. */
  threshold: share,
  /** Expected calibration error, after the temperature. It, and what follows, is absent where it was not measured here. */
  error: share.optional(),
  /** The reliability diagram: of the clips whose score lies in one range the mean score and the share that was right. */
  bins: z
    .array(z.strictObject({ confidence: share, accuracy: share, clips: z.int().min(0) }))
    .max(1000)
    .default([]),
  /** Clips of actions that it does not know, and how many of them got a label at the threshold. */
  unknown: z
    .strictObject({ clips, labelled: z.int().min(0) })
    .refine(({ clips, labelled }) => labelled <= clips, { path: ['labelled'], error: 'there are not so many clips' })
    .optional(),
  /** What it was fitted and measured on. */
  set: z.string().min(1),
})
