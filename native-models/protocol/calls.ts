/** What can be asked of the host, and what it answers. */
import { modelCalls } from './model-calls.ts'
import { file } from './models.ts'
import {
  deviceReport,
  index,
  laneInfo,
  liveSettings,
  onlineSettings,
  seconds,
  side,
  variantId,
  variantSummary,
  videoInfo,
  wantedDevice,
  wireError,
} from './values.ts'
import { list, z } from './zod.ts'

const nothing = z.strictObject({})

export const calls = {
  /** `default` is what to begin with, if anything here was trained. Damaged ones are told by the name of their folder. */
  'list-variants': {
    ask: nothing,
    answer: z.strictObject({
      variants: list(variantSummary),
      damaged: list(z.strictObject({ name: z.string(), error: wireError })),
      default: variantId.optional(),
    }),
  },
  'list-devices': { ask: nothing, answer: z.strictObject({ devices: list(deviceReport) }) },

  /**
   * The variants that run live from now on: none (live ends), one, or two on the same frames (compare). What runs already
   * goes on, with its memory; the others are loaded beside it, and only when all of them are ready the old ones end and
   * the answer comes. If one cannot be loaded, all stays as it was and the refusal says why. A later `live-show` overtakes
   * one that still loads, which is then refused as `cancelled`.
   */
  'live-show': {
    ask: z.strictObject({
      variants: list(variantId).refine((ids) => ids.length <= 2 && new Set(ids).size === ids.length, {
        error: 'none, one or two different variants',
      }),
      device: wantedDevice,
    }),
    answer: z.strictObject({ lanes: list(laneInfo) }),
  },
  /**
   * All settings, in place of those before; the answer is what is in force. Another rate or reading begins the memory
   * anew; everything else holds from the next pass on.
   */
  'live-settings': { ask: liveSettings, answer: z.strictObject({ settings: liveSettings }) },
  /** No frames are wanted until `live-resume`; the event that is open ends. The memory stays. */
  'live-pause': { ask: nothing, answer: nothing },
  'live-resume': { ask: nothing, answer: nothing },
  /** Another source, a jump or a set clock: memory, average and counts begin anew. */
  'live-reset': { ask: nothing, answer: nothing },

  /**
   * Puts a file into the queue; events of the job follow: `file-started`, `file-label`, with `timeline` a `file-pass` for
   * each pass, and always one `file-end`. One file at a time, in order, and never before a live frame.
   */
  'file-recognize': {
    ask: z.strictObject({
      file,
      variant: variantId,
      device: wantedDevice,
      timeline: z.boolean(),
      settings: onlineSettings,
    }),
    answer: z.strictObject({ job: index }),
  },
  /** Takes it out of the queue, or stops it; the job ends as `cancelled`. Nothing happens if it has ended. */
  'file-cancel': { ask: z.strictObject({ job: index }), answer: nothing },

  /**
   * Pictures of a file that the browser cannot play, from one time to another: `preview-frame` for each, as long as there
   * is credit (`preview-credit`; none to begin with), then `preview-end`. No picture is larger than `side` pixels on its
   * longer side, or than it is in the file. `fps`: at most so many of them, by their times.
   */
  'preview-open': {
    ask: z.strictObject({
      file,
      from: seconds,
      until: seconds.optional(),
      side: side.max(1920),
      fps: z.number().min(0.01).max(240).optional(),
    }),
    answer: z.strictObject({ preview: index, info: videoInfo }),
  },
  'preview-close': { ask: z.strictObject({ preview: index }), answer: nothing },

  ...modelCalls,
} as const

export type CallName = keyof typeof calls
export type Ask<K extends CallName> = z.infer<(typeof calls)[K]['ask']>
export type Answer<K extends CallName> = z.infer<(typeof calls)[K]['answer']>
