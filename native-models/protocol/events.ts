/** What the host tells by itself. Every event names what it belongs to: a variant, a job, a preview. */
import {
  device,
  index,
  laneInfo,
  milliseconds,
  probabilities,
  ranked,
  rgb,
  seconds,
  shownLabel,
  side,
  timedEvent,
  variantId,
  videoInfo,
  wireError,
} from './values.ts'
import { list, z } from './zod.ts'

export const hostEvent = z.discriminatedUnion('type', [
  /** The first message of all. A page of another version does not go on. */
  z.strictObject({ type: z.literal('hello'), protocol: z.int() }),
  /** A message that could not be understood, or a fault that belongs to no call. */
  z.strictObject({ type: z.literal('error'), error: wireError }),

  /** A variant is ready: for live, or for a file. */
  z.strictObject({ type: z.literal('variant-loaded'), variant: variantId, device, milliseconds }),
  /**
   * The device under a variant failed. `to` runs it from now on (the same one if it could be had again), and what was
   * under way goes on; without `to` nothing could be had, and what ran on it has ended.
   */
  z.strictObject({
    type: z.literal('device-lost'),
    variant: variantId,
    from: device,
    to: device.optional(),
    error: wireError,
  }),

  /**
   * The one frame that is wanted next: the first whose time is `notBefore` or later. Send with it each crop whose own
   * `notBefore` it has reached; none at all is fine too, it then counts by its time alone. This credit takes the place of
   * every one before it; there is at most one, so at most one frame is under way. It comes again after each frame,
   * wanted or not, and after a while by itself, so that a lost frame stalls nothing.
   */
  z.strictObject({
    type: z.literal('live-credit'),
    credit: index,
    notBefore: seconds,
    crops: list(z.strictObject({ shortSide: side, size: side, notBefore: seconds })),
    lanes: list(
      z.strictObject({
        variant: variantId,
        /** "Warming up 9/16" while `passes` is 0. */
        filled: index,
        frames: index,
        passes: index,
        /** Frames that its rate wanted and that went by while the last was worked on. */
        dropped: index,
      }),
    ),
    /** Frames that came without credit and were let fall. */
    unasked: index,
  }),
  z.strictObject({
    type: z.literal('live-pass'),
    variant: variantId,
    device,
    /** Counts from 1. */
    pass: index,
    /** Undefined: "-". */
    shown: shownLabel.optional(),
    /** The labels with the highest P_A, best first. */
    top: ranked,
    /** P of this pass, and P_A. */
    prediction: probabilities,
    average: probabilities,
    /** Capture times: first and last frame of the newest block, and the oldest frame of all. Latency counts from `until`. */
    from: seconds,
    until: seconds,
    oldest: seconds,
    /**
     * `encode`: the frames since the last pass; `clip`: the 3D part; `total`: both. `held`: from the arrival of the newest
     * frame to this message.
     */
    milliseconds: z.strictObject({ encode: milliseconds, clip: milliseconds, total: milliseconds, held: milliseconds }),
    dropped: index,
  }),
  /** A label that held has ended: another one shows, or it was paused, reset or toggled away. */
  z.strictObject({ type: z.literal('live-event'), variant: variantId, event: timedEvent }),
  /** Two variants: the best label of each by P_A, and over how many such moments they were the same. */
  z.strictObject({
    type: z.literal('live-agreement'),
    time: seconds,
    labels: z.tuple([z.string(), z.string()]),
    agreed: index,
    compared: index,
  }),
  /** A variant cannot go on, and no longer runs; those that do. */
  z.strictObject({ type: z.literal('live-failed'), variant: variantId, error: wireError, lanes: list(laneInfo) }),

  z.strictObject({ type: z.literal('file-started'), job: index, info: videoInfo }),
  /** The action of the whole file, from one pass over its segments. */
  z.strictObject({
    type: z.literal('file-label'),
    job: index,
    variant: variantId,
    device,
    probabilities,
    /** Seconds of the frames that were looked at. */
    times: list(seconds),
    /** In the file. */
    frames: index,
    damage: z.string().optional(),
  }),
  /** One pass of the online recognizer; `until` of the file's duration is done. */
  z.strictObject({
    type: z.literal('file-pass'),
    job: index,
    from: seconds,
    until: seconds,
    prediction: probabilities,
    average: probabilities,
  }),
  z.strictObject({
    type: z.literal('file-end'),
    job: index,
    result: z.discriminatedUnion('outcome', [
      /** `tooShort`: a timeline was asked for, and the file has not one block of frames. */
      z.strictObject({ outcome: z.literal('done'), events: list(timedEvent), tooShort: z.boolean() }),
      z.strictObject({ outcome: z.literal('failed'), error: wireError }),
      z.strictObject({ outcome: z.literal('cancelled') }),
    ]),
  }),

  /** RGB, height x width x 3 bytes. `time` is seconds since the file's first frame. */
  z
    .strictObject({
      type: z.literal('preview-frame'),
      preview: index,
      time: seconds,
      width: side,
      height: side,
      rgb,
    })
    .refine(({ width, height, rgb }) => rgb.length === width * height * 3, { error: 'not width x height x 3 bytes' }),
  z.strictObject({ type: z.literal('preview-end'), preview: index, error: wireError.optional() }),

  /** One was added, renamed or removed, in this window or another: `list-variants` tells what there is. */
  z.strictObject({ type: z.literal('variants-changed') }),
  /** A fetch that is under way, whoever asked for it: bytes that are there, and how many there will be, if that is known. */
  z.strictObject({ type: z.literal('offer-progress'), name: z.string(), done: index, total: index.optional() }),
  z.strictObject({
    type: z.literal('offer-end'),
    name: z.string(),
    result: z.discriminatedUnion('outcome', [
      /** Without a variant it is a start for training, and lies beside the user's models. */
      z.strictObject({ outcome: z.literal('done'), variant: variantId.optional() }),
      z.strictObject({ outcome: z.literal('failed'), error: wireError }),
      z.strictObject({ outcome: z.literal('cancelled') }),
    ]),
  }),
])

export type HostEvent = z.infer<typeof hostEvent>
