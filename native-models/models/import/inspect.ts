import type { ScoreKind } from '../../choices.ts'
/** What a file that someone imports tells by itself, so that only the rest has to be asked for. */
import { basename } from 'node:path'
import { parametersOf } from '../../graph/graph.ts'
import { readingsOf, type Axis, type ClipShape } from '../../graph/onnx/layout.ts'
import { readOnnx } from '../../graph/onnx/read.ts'
import { networks, type NetworkEntry } from '../../networks/index.ts'
import { wholeGraph } from '../../networks/network.ts'
import { readRegularFile } from '../../disk/regular-file.ts'
import { fitOf } from '../../weights/rules/initialise.ts'
import { renameFor } from '../../weights/rules/rename.ts'
import { bytesOfPixels, endsInProbabilities, inputOf } from './onnx.ts'
import { carriedBy } from './own-metadata.ts'
import { readWeights, type WeightsFile } from './weights.ts'

export interface OnnxFacts {
  readonly kind: 'onnx'
  readonly bytes: number
  readonly input: { readonly name: string; readonly axes: readonly Axis[] | undefined; readonly takesBytes: boolean }
  /** How its input can be read as a clip; one, unless its shape is open. */
  readonly layouts: readonly (Pick<ClipShape, 'layout'> & Partial<ClipShape>)[]
  readonly outputs: readonly {
    readonly name: string
    readonly classes: number | undefined
    readonly gives: ScoreKind
  }[]
  /** Actscope wrote it, and it says the rest by itself: how many labels it has. */
  readonly labels: number | undefined
}

export interface WeightsFacts {
  readonly kind: 'weights'
  readonly bytes: number
  readonly tensors: number
  /** Networks whose parameters are among the names, the best first. */
  readonly networks: readonly Candidate[]
  readonly labels: number | undefined
}

export interface Candidate {
  readonly network: string
  readonly variation: string | undefined
  readonly title: string
  /** Factor on the number of its channels, where that is not 1. */
  readonly width: number | undefined
  /** Of its parameters those that the file has, whatever the number of classes: 0 to 1. */
  readonly fits: number
  /** Tensors of the file that it does not know. */
  readonly strangers: number
  /** Of the file, as far as its last layer tells. */
  readonly classes: number | undefined
}

export type FileFacts = OnnxFacts | WeightsFacts

/** Candidates that are told, and how much of one must be there. */
const limit = 8
const enough = 0.3

/** Throws as reading the file does: `model-refused`, `weights-unreadable`, `manifest-invalid`. */
export async function inspectModel(path: string): Promise<FileFacts> {
  return /\.onnx$/i.test(path) ? inspectOnnx(path) : weightsFacts(await readWeights(path))
}

async function inspectOnnx(path: string): Promise<OnnxFacts> {
  const file = basename(path)
  const bytes = await readRegularFile(path, 'model-refused')
  const model = readOnnx(bytes, file)
  const { name, axes, type } = inputOf(model, file)
  return {
    kind: 'onnx',
    bytes: bytes.length,
    input: { name, axes, takesBytes: type === bytesOfPixels },
    layouts: readingsOf(axes),
    outputs: model.outputs.map((output) => {
      const last = output.axes?.at(-1)
      const gives = endsInProbabilities(model, output.name) ? 'probabilities' : 'logits'
      return { name: output.name, classes: typeof last === 'number' ? last : undefined, gives }
    }),
    labels: carriedBy(model.metadata, file)?.labels.length,
  }
}

function weightsFacts({ name, bytes, tensors, metadata }: WeightsFile): WeightsFacts {
  const candidates = networks
    .flatMap((entry) =>
      [undefined, ...Object.keys(entry.variations)].map((variation) => fitting(entry, variation, tensors)),
    )
    .filter(({ fits }) => fits >= enough)
    .toSorted((a, b) => b.fits - a.fits || a.strangers - b.strangers)
  return {
    kind: 'weights',
    bytes,
    tensors: tensors.size,
    networks: candidates.slice(0, limit),
    labels: carriedBy(metadata, name)?.labels.length,
  }
}

function fitting(entry: NetworkEntry, variation: string | undefined, tensors: WeightsFile['tensors']): Candidate {
  const whole = candidate(entry, variation, 1, tensors)
  if (whole.ratio === undefined) return whole.candidate
  // The names are there, the sizes are others: a narrower network, perhaps.
  const narrow = candidate(entry, variation, whole.ratio, tensors).candidate
  return narrow.fits > whole.candidate.fits ? narrow : whole.candidate
}

interface Tried {
  readonly candidate: Candidate
  /** Between the first sizes that differ, if that can be a network's width. */
  readonly ratio: number | undefined
}

function candidate(
  entry: NetworkEntry,
  variation: string | undefined,
  width: number,
  tensors: WeightsFile['tensors'],
): Tried {
  const network = entry.build({ width }, variation)
  const wanted = parametersOf(wholeGraph(network, 'normalized'))
  const { taken, mismatched, unexpected } = fitOf(wanted, renameFor(network.name, wanted, tensors).tensors)
  const { classes } = network.options
  const scores = mismatched.filter(({ has, needs }) => needs[0] === classes && has.length === needs.length)
  const [first] = mismatched.filter((each) => !scores.includes(each))
  const ratio = (first?.has[0] ?? 0) / (first?.needs[0] ?? 1)
  return {
    candidate: {
      network: entry.name,
      variation,
      title: variation === undefined ? entry.title : `${entry.title}, ${variation}`,
      width: width === 1 ? undefined : width,
      fits: (taken.length + scores.length) / wanted.length,
      strangers: unexpected.length,
      classes: scores[0]?.has[0] ?? (taken.length === wanted.length ? classes : undefined),
    },
    ratio: ratio > 0 && ratio < 8 && ratio !== 1 ? ratio : undefined,
  }
}
