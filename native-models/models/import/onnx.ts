import { basename } from 'node:path'
import { ActscopeError } from '../../errors.ts'
import { clipShape } from '../../graph/onnx/layout.ts'
import { readOnnx, type OnnxModel, type OnnxValue } from '../../graph/onnx/read.ts'
import { readRegularFile } from '../../disk/regular-file.ts'
import { weightsEntry, type Draft } from '../user-variants.ts'
import { onnxNetwork, parseManifest, type Manifest, type ManifestInput } from '../manifest.ts'
import { some } from '../../text.ts'
import { carriedBy } from './own-metadata.ts'
import {
  calibrationOf,
  notMeasuredHere,
  idOf,
  normalizationOf,
  rateOf,
  samplingOf,
  unknownLicence,
  type OnnxOptions,
} from './options.ts'

/** TensorProto.DataType that an input or an output may have: float32, uint8, float16, double. */
const numbers = new Set([1, 2, 10, 11])
export const bytesOfPixels = 2

/**
 * A variant around a video classifier in one ONNX file. What the graph does not tell, and the file's metadata (if Actscope
 * wrote it) neither, must be given in `options`. The file itself is kept as it is. Throws `model-refused`, and `input-invalid` that
 * names the option that is missing.
 */
export async function importOnnx(path: string, options: OnnxOptions): Promise<Draft> {
  const file = basename(path)
  const weights = await readRegularFile(path, 'model-refused')
  const model = readOnnx(weights, file)
  const own = carriedBy(model.metadata, file)
  const labels = options.labels ?? own?.labels
  if (labels === undefined) throw missing(file, 'what its scores mean', '--labels', 'labels.txt, a label on each line')
  const input = inputOf(model, file)
  const output = outputOf(model, labels.length, options.output ?? (own === undefined ? undefined : 'logits'), file)
  const shape = named(file, () =>
    clipShape(input.axes, { layout: options.layout, frames: options.frames, size: options.size }),
  )
  const normalization = pixelsOf(input, options, file)
  const sampling = samplingOf(options) ?? own?.sampling
  if (sampling === undefined) {
    throw missing(
      file,
      'which frames of a video it takes',
      '--stride or --sampling',
      'for example --stride 2 --fps 12, or --sampling segments',
    )
  }
  const rate = rateOf(options) ?? own?.rate
  if (rate === undefined) throw missing(file, 'how fast its frames follow one another', '--fps', 'for example --fps 12')
  const { size, frames, layout } = shape
  const gives = options.gives ?? (endsInProbabilities(model, output.name) ? 'probabilities' : 'logits')
  const entry = await weightsEntry('model.onnx', weights)
  const id = idOf(onnxNetwork, options.name ?? own?.id.replace(/^.*\//, ''), file)
  const manifest: ManifestInput = {
    format: 1,
    id,
    title: options.title ?? own?.title ?? id.replace(/^.*\//, ''),
    network: { name: onnxNetwork, frames, size, width: 1 },
    preprocessing: { shortSide: options.shortSide ?? own?.preprocessing.shortSide ?? size, normalization },
    rate,
    sampling,
    onnx: {
      input: input.name,
      output: output.name,
      layout,
      channels: options.bgr === true ? 'bgr' : 'rgb',
      gives,
    },
    weights: entry,
    labels: [...labels],
    ...trainingOf(own, options, file, entry.sha256),
    ...calibrationOf(own, gives),
    licence: options.licence ?? own?.licence ?? unknownLicence,
    ...originOf(options.origin ?? own?.origin),
    limits: own?.limits ?? [notMeasuredHere],
  }
  return { manifest: parseManifest(JSON.stringify(manifest), file), weights }
}

/** A file without a word of Actscope's was trained, one thinks, by whoever exported it; ours say it themselves. */
function trainingOf(
  own: Manifest | undefined,
  { origin }: OnnxOptions,
  file: string,
  sha256: string,
): Partial<Pick<Manifest, 'training'>> {
  if (own !== undefined) return own.training === undefined ? {} : { training: own.training }
  const data = origin ?? 'not told'
  return { training: { data, recipe: `imported from ${file}`, commit: `sha256 ${sha256.slice(0, 12)}` } }
}

export const originOf = (origin: string | undefined): Partial<Pick<Manifest, 'origin'>> =>
  origin === undefined ? {} : { origin }

export function inputOf({ inputs }: OnnxModel, file: string): OnnxValue {
  const [input, ...more] = inputs
  if (input === undefined) throw refuse(file, 'it has no input', 'Export a network that takes frames.')
  if (more.length > 0) {
    throw refuse(
      file,
      `it has ${inputs.length} inputs (${some(inputs.map(({ name }) => name))}); one clip is all there is`,
      'Export a network with one input.',
    )
  }
  if (!numbers.has(input.type))
    throw refuse(file, `its input ${input.name} is of the type ${input.type}`, 'Export it in float32.')
  return input
}

function outputOf({ outputs }: OnnxModel, classes: number, wanted: string | undefined, file: string): OnnxValue {
  const fitting = outputs.filter(({ name, axes }) => {
    const last = axes?.at(-1)
    return (wanted === undefined || name.endsWith(wanted)) && (typeof last !== 'number' || last === classes)
  })
  const [output, ...more] = fitting
  const has = outputs
    .map(({ name, axes }) => `${name} [${axes?.map((axis) => axis ?? '?').join(', ') ?? '?'}]`)
    .join(', ')
  if (output === undefined) {
    throw new ActscopeError(
      'input-invalid',
      `${file}: no output gives ${classes} scores, one for each label; it has ${has}`,
      {
        hint: 'Tell the labels that belong to it with --labels.',
      },
    )
  }
  if (more.length > 0) {
    throw missing(file, `which output has the scores (${has})`, '--output', `for example --output ${output.name}`)
  }
  if (!numbers.has(output.type))
    throw refuse(file, `its output ${output.name} is of the type ${output.type}`, 'Export it in float32.')
  return output
}

/** A file that takes bytes has its normalisation inside. */
function pixelsOf(input: OnnxValue, options: OnnxOptions, file: string): Manifest['preprocessing']['normalization'] {
  const silent = options.range === undefined && options.mean === undefined && options.std === undefined
  if (silent && input.type === bytesOfPixels) return normalizationOf({ range: [0, 255] })
  if (options.range !== undefined) return normalizationOf(options)
  throw missing(
    file,
    'which range of values it takes',
    '--range',
    'for example --range 0..1 --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225',
  )
}

/** Operators that change a shape, or take a mean, and leave probabilities probabilities. */
const passing = new Set(['Reshape', 'Identity', 'Squeeze', 'Unsqueeze', 'Flatten', 'Cast', 'ReduceMean', 'Transpose'])

export function endsInProbabilities({ makers }: OnnxModel, output: string): boolean {
  let name: string | undefined = output
  for (let steps = 0; steps < 16 && name !== undefined; steps++) {
    const maker = makers.get(name)
    if (maker === undefined) return false
    if (maker.operator === 'Softmax' || maker.operator === 'Sigmoid') return true
    name = passing.has(maker.operator) ? maker.inputs[0] : undefined
  }
  return false
}

const refuse = (file: string, what: string, hint: string): ActscopeError =>
  new ActscopeError('model-refused', `${file}: ${what}`, { hint })

const missing = (file: string, what: string, option: string, example: string): ActscopeError =>
  new ActscopeError('input-invalid', `${file} does not tell ${what}: ${option} is missing`, {
    hint: `Tell it: ${example}.`,
  })

/** Puts the file's name before what a part says that does not know it. */
function named<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof ActscopeError)) throw error
    const hint = error.hint === undefined ? {} : { hint: error.hint }
    throw new ActscopeError(error.code, `${file}: ${error.message}`, { ...hint, cause: error })
  }
}
