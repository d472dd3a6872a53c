/** What can be asked about models: how fast they are, changes to the user's own, importing one, fetching one. */
import { file, fileFacts, offer, options } from './models.ts'
import { device, index, milliseconds, ranked, variantId, variantSummary, wantedDevice, wireError } from './values.ts'
import { list, z } from './zod.ts'

const nothing = z.strictObject({})

export const modelCalls = {
  /**
   * Runs a few passes over a black clip, beside what runs and never before a live frame. Medians: `pass` of a
   * whole clip; where frames are encoded one by one, `encode` of one of them and `clip` of the 3D part.
   */
  'variant-measure': {
    ask: z.strictObject({ variant: variantId, device: wantedDevice }),
    answer: z.strictObject({
      device,
      frames: index,
      passes: index,
      milliseconds: z.strictObject({
        pass: milliseconds,
        encode: milliseconds.optional(),
        clip: milliseconds.optional(),
      }),
    }),
  },
  /** Of the user's own alone. The answer is its id from now on. */
  'variant-rename': {
    ask: z.strictObject({
      variant: variantId,
      id: variantId.optional(),
      title: z.string().trim().min(1).max(200).optional(),
    }),
    answer: z.strictObject({ variant: variantId }),
  },
  /** Of the user's own alone; refused while it runs live, in whichever window. */
  'variant-remove': { ask: z.strictObject({ variant: variantId }), answer: nothing },
  /** Hash, shapes and numbers of its weights. Without an error all is well. */
  'variant-verify': {
    ask: z.strictObject({ variant: variantId }),
    answer: z.strictObject({ error: wireError.optional() }),
  },

  /** What a file tells by itself. Nothing in it is run. */
  'model-inspect': { ask: z.strictObject({ file }), answer: fileFacts },
  /**
   * Runs it on noise, and on a video if one is named; nothing is kept. `notes`: what was done with the file; `warning`:
   * what looks wrong though it runs.
   */
  'model-try': {
    ask: z.strictObject({ file, options, video: file.optional() }),
    answer: z.strictObject({
      variant: variantSummary,
      notes: list(z.string()),
      warning: z.string().optional(),
      top: ranked.optional(),
    }),
  },
  /** As `model-try`, without the video; then it is a variant of the user. */
  'model-add': { ask: z.strictObject({ file, options }), answer: z.strictObject({ variant: variantId }) },

  'offers-list': { ask: nothing, answer: z.strictObject({ offers: list(offer) }) },
  /**
   * Fetches it from the network; the one call that does. Events follow: `offer-progress`, and one `offer-end`. Nothing
   * happens if it is under way already.
   */
  'offer-get': { ask: z.strictObject({ name: z.string() }), answer: nothing },
  /** What is there stays, and `offer-get` goes on there. Nothing happens if it is not under way. */
  'offer-cancel': { ask: z.strictObject({ name: z.string() }), answer: nothing },
} as const
