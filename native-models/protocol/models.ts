/** What is said about models themselves: importing them, and those that can be fetched. */
import { labelOrders, labelSetNames, layouts, samplingKinds, scoreKinds } from '../choices.ts'
import { index, variantId } from './values.ts'
import { list, z } from './zod.ts'

/** A name that the embedder knows (`resolveFile`); never opened as a path by itself. */
export const file = z.string().min(1).max(4096)

const words = z.string().trim().min(1).max(200)
const count = z.int().min(1).max(4096)
const positive = z.number().positive().max(1e6)
const three = z.tuple([z.number(), z.number(), z.number()])

export const labelSet = z.enum(labelSetNames)

export const layout = z.enum(layouts)

const gives = z.enum(scoreKinds)

/** What a user says about a file to import, as models/import/options.ts has it. */
export const options = z.strictObject({
  /** In the order of the scores: a set that is known, or a text file with a label on each line. */
  labels: z.union([z.strictObject({ set: labelSet }), z.strictObject({ file })]).optional(),
  /** `name`: sorted, as TRN, TSM and what was built on them number their classes. */
  order: z.enum(labelOrders).optional(),
  background: list(words).optional(),
  /** `network/name`, or the name alone. */
  name: words.optional(),
  title: words.optional(),
  licence: words.optional(),
  origin: z.string().trim().min(1).max(2000).optional(),

  range: z.tuple([z.number(), z.number()]).optional(),
  mean: three.optional(),
  std: three.optional(),
  bgr: z.boolean().optional(),
  frames: count.optional(),
  size: count.optional(),
  shortSide: count.optional(),
  sampling: z.enum(samplingKinds).optional(),
  stride: count.max(1000).optional(),
  fps: positive.optional(),
  rate: positive.optional(),

  /** Of an ONNX file alone. */
  layout: layout.optional(),
  output: z.string().min(1).max(1000).optional(),
  gives: gives.optional(),

  /** Of weights alone. */
  network: words.optional(),
  variation: words.optional(),
  width: positive.max(8).optional(),
})
export type ModelOptions = z.infer<typeof options>

/** What a file tells by itself, see models/import/inspect.ts. `labels`: it says all the rest, and has so many. */
export const fileFacts = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('onnx'),
    bytes: index,
    input: z.strictObject({
      name: z.string(),
      /** Sizes, names of open ones, or null. Absent: the file does not tell. */
      axes: list(z.union([z.number(), z.string(), z.null()])).optional(),
      takesBytes: z.boolean(),
    }),
    /** How the input can be taken as a clip. */
    layouts: list(z.strictObject({ layout, frames: count.optional(), size: count.optional() })),
    outputs: list(z.strictObject({ name: z.string(), classes: index.optional(), gives })),
    labels: index.optional(),
  }),
  z.strictObject({
    kind: z.literal('weights'),
    bytes: index,
    tensors: index,
    /** Networks that it may be of, the best first. `fits`: the share of their parameters that it has. */
    networks: list(
      z.strictObject({
        network: z.string(),
        variation: z.string().optional(),
        title: z.string(),
        /** Factor on the number of its channels. */
        width: positive.optional(),
        fits: z.number().min(0).max(1),
        classes: index.optional(),
      }),
    ),
    labels: index.optional(),
  }),
])
export type FileFacts = z.infer<typeof fileFacts>

/** Something that can be fetched from the network, and how far it is. */
export const offer = z.strictObject({
  name: z.string(),
  title: z.string(),
  url: z.string(),
  /** The first digits of its sha256: its makers publish no more. */
  sha256: z.string(),
  bytes: index,
  licence: z.string(),
  /** It becomes a variant; else it is a start for training, and stays a file. */
  runs: z.boolean(),
  state: z.discriminatedUnion('state', [
    /** `done`: bytes that are there from a fetch that was stopped. */
    z.strictObject({ state: z.literal('offered'), done: index }),
    z.strictObject({ state: z.literal('fetching'), done: index, total: index.optional() }),
    z.strictObject({ state: z.literal('here'), variant: variantId.optional() }),
  ]),
})
export type Offer = z.infer<typeof offer>
