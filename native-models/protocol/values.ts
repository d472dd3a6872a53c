/** What messages are made of. */
import { averagingRules, devices, engineNames, memoryRules, passesPerBlockChoices, trialStatuses } from '../choices.ts'
import type { ErrorCode } from '../errors.ts'
import { list, z } from './zod.ts'

/** `message-invalid`: not of this protocol. `cancelled`: asked for, or overtaken. `internal`: a fault of Actscope's. */
export type WireErrorCode = ErrorCode | 'message-invalid' | 'cancelled' | 'internal'

/** What went wrong: whole sentences for people, and a word for programs. Holds no path of the host's disk. */
export const wireError = z.strictObject({
  code: z.custom<WireErrorCode>((value) => typeof value === 'string'),
  message: z.string(),
  hint: z.string().optional(),
})
export type WireError = z.infer<typeof wireError>

export const variantId = z.string().min(1).max(200)
export const index = z.int().min(0)
/** Pixels. */
export const side = z.int().min(1).max(4096)
export const probability = z.number().min(0).max(1)
/** Seconds of a clock that starts at 0 or later. */
export const seconds = z.number().min(0)
export const milliseconds = z.number().min(0)
/** [classes] */
export const probabilities = z.custom<Float32Array>((value) => value instanceof Float32Array)
export const rgb = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

export const device = z.enum(devices)
export const wantedDevice = z.union([device, z.literal('auto')])

export const deviceReport = z.strictObject({ device, available: z.boolean(), reason: z.string().optional() })
export type DeviceReport = z.infer<typeof deviceReport>

/** What became of a device when the fastest that is right was chosen. */
const trial = z.strictObject({
  engine: z.enum(engineNames),
  device,
  status: z.enum(trialStatuses),
  millisecondsPerRun: milliseconds.optional(),
  reason: z.string().optional(),
})

/** How many of some clips were right, and the Wilson interval at 95 % of that share. */
const rate = z.strictObject({ right: index, clips: index, low: probability, high: probability })
export type Rate = z.infer<typeof rate>

const label = z.strictObject({
  label: z.string(),
  /** Classes of data sets that it stands for: `ucf101/PlayingViolin`. */
  classes: list(z.string()),
  /** Nothing of interest happens: shown, but never an event. */
  background: z.boolean(),
  /** It was learned from stills alone. */
  from: z.literal('stills').optional(),
  measured: rate.optional(),
  /** Nothing is ever called by it: where it is the best, there is no label. */
  hidden: z.boolean().optional(),
})
export type Label = z.infer<typeof label>

/** A variant as the page shows it: what it knows, how good it is, where it comes from. See models/manifest.ts. */
export const variantSummary = z.strictObject({
  id: variantId,
  title: z.string(),
  network: z.strictObject({
    name: z.string(),
    variation: z.string().optional(),
    frames: index,
    size: side,
    width: z.number(),
  }),
  shortSide: side,
  /** Frames per second. */
  rate: z.number(),
  labels: list(label),
  /** Of the weights' file. */
  bytes: index,
  /** Absent: nobody trained it, and nothing that it says means anything. */
  training: z.strictObject({ data: z.string(), recipe: z.string(), commit: z.string() }).optional(),
  measured: z
    .strictObject({
      split: z.string(),
      clips: index,
      top1: probability,
      top5: probability,
      bySet: z.record(z.string(), probability),
      whole: rate.optional(),
      sources: z.record(z.string(), rate).optional(),
    })
    .optional(),
  /** The score that a label needs, where the user did not say another. */
  threshold: probability,
  /** How far its scores can be believed. */
  calibration: z
    .strictObject({
      temperature: z.number(),
      error: probability.optional(),
      bins: list(z.strictObject({ confidence: probability, accuracy: probability, clips: index })),
      unknown: z.strictObject({ clips: index, labelled: index }).optional(),
      set: z.string(),
    })
    .optional(),
  licence: z.string(),
  /** Where it comes from, as whoever added it says. */
  origin: z.string().optional(),
  /** The user added it, and may rename or remove it. */
  own: z.literal(true).optional(),
  limits: list(z.string()),
})
export type VariantSummary = z.infer<typeof variantSummary>

/** A variant that runs live. */
export const laneInfo = z.strictObject({
  variant: variantId,
  /** What really runs it. */
  device,
  trials: list(trial),
  /** N, frames of a clip. */
  frames: index,
  /** How its crops are made: short side scaled to `shortSide`, then the centre `size` x `size`. */
  shortSide: side,
  size: side,
})
export type LaneInfo = z.infer<typeof laneInfo>

/** How the online recognizer works; what is absent is as the variant, or the recognizer, has it by itself. */
export const onlineSettings = z.strictObject({
  /** Frames per second that the memory is fed with. */
  rate: z.number().min(0.1).max(240).optional(),
  averaging: z.enum(averagingRules).optional(),
  /** Of no account for a variant whose clips are frames one after another. */
  memory: z.enum(memoryRules).optional(),
  /** Passes for every N frames. Live it is the most: a device that does not keep up with them gets fewer. */
  passesPerBlock: z.literal([...passesPerBlockChoices]).optional(),
  /** P_A that a label needs to be shown; absent: as each variant says. */
  threshold: probability.optional(),
})

export const topK = z.int().min(1).max(100)

export const liveSettings = onlineSettings.extend({
  /** A label that is shown is taken away below this; not above `threshold`. */
  release: probability.optional(),
  /** How far another label must lead to take the place of the one that is shown. */
  margin: probability.optional(),
  topK: topK.optional(),
})
export type LiveSettings = z.infer<typeof liveSettings>

/** `score` is P_A; with the averaging `reference-code` it is no probability and may exceed 1. */
const score = z.number()

export const ranked = list(z.strictObject({ index, label: z.string(), score }))

/** The label on screen, and since when (seconds) it holds. */
export const shownLabel = z.strictObject({ index, label: z.string(), score, since: z.number() })
export type ShownLabel = z.infer<typeof shownLabel>

/** A label that held: seconds, mean score and highest. */
export const timedEvent = z.strictObject({
  index,
  label: z.string(),
  start: z.number(),
  end: z.number(),
  score,
  peak: score,
})
export type TimedEvent = z.infer<typeof timedEvent>

/** What a file says about itself, see video/video.ts. */
export const videoInfo = z.strictObject({
  width: index,
  height: index,
  duration: z.number().optional(),
  fps: z.number().optional(),
  codec: z.string(),
  container: z.string(),
  sound: z.string().optional(),
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
})
export type VideoInfo = z.infer<typeof videoInfo>
