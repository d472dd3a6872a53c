/** What a variant was taught with, as its manifest tells it. */
import { z } from 'zod'

const count = z.int().min(0)

/** One action that was shown. */
const action = z.strictObject({
  label: z.string().min(1),
  takes: z.int().min(1),
  /** Mirrored copies were taught as well: left and right are the same action. */
  mirrored: z.boolean(),
})

export const taught = z.strictObject({
  /** Whose encoder and 3D part it has: the variant's id, and the hash of its weights. */
  base: z.string(),
  baseSha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** When, in ISO 8601. */
  when: z.iso.datetime(),
  /** In the order of the labels, of which one more follows: what is none of them. */
  actions: z.array(action).min(1),
  /** Rows of what was shown, to be compared with: one or two for each take. */
  prototypes: z.int().min(1).max(100_000),
  /**
   * Of takes each recognized by what the others taught, how many were right. Not `measured`: the takes chose lambda and
   * temperature. Absent where no action has two.
   */
  leaveOneTakeOut: z
    .strictObject({ right: count, takes: z.int().min(1) })
    .refine(({ right, takes }) => right <= takes, { path: ['right'], error: 'there are not so many takes' })
    .optional(),
})

export type Taught = z.infer<typeof taught>
