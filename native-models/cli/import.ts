import { createInterface } from 'node:readline/promises'
import { Option, type Command } from 'commander'
import { OnnxruntimeEngine } from '../engines/onnxruntime/engine.ts'
import { ActscopeError } from '../errors.ts'
import { labelOrders, layouts, samplingKinds, scoreKinds } from '../choices.ts'
import { openCatalogue } from '../models/catalogue.ts'
import { readLabels, type LabelOptions } from '../models/import/label-list.ts'
import { importOnnx } from '../models/import/onnx.ts'
import type { OnnxOptions, WeightsOptions } from '../models/import/options.ts'
import { importWeights } from '../models/import/weights.ts'
import { addVariant, type Draft } from '../models/user-variants.ts'
import { variantOf } from '../models/variant.ts'
import { insistOnScores } from '../recognition/noise-trial.ts'
import { recognizeFile } from '../recognition/recognize-file.ts'
import { topK } from '../recognition/top-k.ts'
import { openRecognizer } from '../recognition/recognizer.ts'
import { count, positive, range, triple } from './options.ts'
import { megabytes, percent } from './output.ts'

interface Options extends Omit<OnnxOptions & WeightsOptions, 'labels'>, LabelOptions {
  readonly try?: string
  readonly top: number
  readonly dryRun?: true
  readonly yes?: true
}

export function addImport(program: Command): void {
  program
    .command('import')
    .description('make a variant of weights (safetensors, PyTorch) or of a video classifier in ONNX')
    .argument('<file...>', 'one file of weights (with --partial several), or one ONNX file')
    .optionsGroup('What it is:')
    .option(
      '--labels <file|set>',
      'a label on each line, or kinetics-400, ucf101, hmdb51, something-something-v1, jester',
    )
    .addOption(
      new Option('--order <order>', 'classes as in the list, or sorted by name as TRN and TSM do').choices(labelOrders),
    )
    .option('--background <label...>', 'labels that mean that nothing of interest happens')
    .option('--name <id>', 'network/name, or the name alone; by default after the file')
    .option('--title <title>', 'as it is shown')
    .option('--licence <text>', 'under which you may use it')
    .option('--origin <text>', 'where it comes from, what it was trained on')
    .optionsGroup('Weights:')
    .option('--network <name>', 'whose weights they are, see `actscope networks`')
    .option('--variation <name>', 'a reading of the paper, where there are several')
    .option('--width <factor>', 'factor on the number of channels', positive)
    .option('--partial', 'take what fits; the variant is then a start for training, and says so')
    .optionsGroup('ONNX:')
    .addOption(new Option('--layout <axes>', 'axes of its input, where its shape does not tell').choices(layouts))
    .option('--output <name>', 'which output has the scores, where there are several')
    .addOption(new Option('--gives <what>', 'what the scores are, where the graph does not tell').choices(scoreKinds))
    .optionsGroup('Pictures and time, as in its training:')
    .option('--range <low..high>', 'what 0 and 255 become: 0..255, 0..1, -1..1', range)
    .option('--mean <r,g,b>', 'taken off, in the units of --range and the order of channels that it takes', triple)
    .option('--std <r,g,b>', 'divided by', triple)
    .option('--bgr', 'it takes blue, green, red')
    .option('--size <pixels>', 'height and width of a frame', count)
    .option('--short-side <pixels>', 'the short side is scaled to this, then the centre is cut out', count)
    .option('--frames <n>', 'frames of a clip', count)
    .addOption(
      new Option('--sampling <how>', 'frames from equal parts of the video, or one after another').choices(
        samplingKinds,
      ),
    )
    .option('--stride <n>', 'of frames one after another every n-th', count)
    .option('--fps <rate>', "frames a second of the training's videos", positive)
    .option('--rate <rate>', 'frames a second that it is fed with live; by default fps / stride', positive)
    .optionsGroup('Trying:')
    .option('--try <video>', 'show what it makes of a video before it is kept')
    .option('--top <k>', 'how many labels to show', count, 5)
    .option('--dry-run', 'show, and keep nothing')
    .option('-y, --yes', 'keep it without asking')
    .action(importModel)
}

async function importModel(files: readonly string[], options: Options): Promise<void> {
  const draft = await draftOf(files, options)
  describe(draft)
  await tryOut(draft, options)
  if (options.dryRun) {
    console.log('not kept (--dry-run)')
    return
  }
  if (options.try !== undefined && !(await wanted(options))) {
    console.log('not kept')
    return
  }
  const { manifest, folder } = await addVariant(openCatalogue(), draft)
  console.log(`${manifest.id} kept: ${folder}`)
}

async function draftOf(files: readonly string[], options: Options): Promise<Draft> {
  const labels = await readLabels(options)
  const known = { ...options, labels }
  const isOnnx = (file: string): boolean => /\.onnx$/i.test(file)
  if (!files.some(isOnnx)) {
    refuse(options, ['layout', 'output', 'gives'], 'is for ONNX files')
    const draft = await importWeights(files, known)
    for (const note of draft.notes) console.log(note)
    return draft
  }
  refuse(options, ['network', 'variation', 'width', 'partial'], 'is for weights; an ONNX file is its own network')
  const [file, ...more] = files
  if (more.length > 0)
    throw new ActscopeError('input-invalid', 'one ONNX file makes one variant', { hint: 'Name one.' })
  return importOnnx(file!, known)
}

function refuse(options: Options, names: readonly (keyof Options)[], why: string): void {
  const given = names.find((name) => options[name] !== undefined)
  if (given !== undefined) throw new ActscopeError('input-invalid', `--${given} ${why}`, { hint: 'Leave it out.' })
}

function describe({ manifest, weights }: Draft): void {
  const { id, network, preprocessing, rate, sampling, labels, onnx, training, licence } = manifest
  const { scale, mean, std } = preprocessing.normalization
  const stride =
    sampling.kind === 'clip' && sampling.stride !== undefined ? `, every ${sampling.stride}. frame of a file` : ''
  console.log(
    [
      `${id}: ${labels.length} labels, ${megabytes(weights.length)}, ${licence}`,
      `  ${network.frames} frames of ${network.size} x ${network.size} (short side ${preprocessing.shortSide}), ${sampling.kind}${stride}, ${rate} a second`,
      `  (x / ${scale} - [${mean.join(', ')}]) / [${std.join(', ')}]${onnx === undefined ? '' : `, ${onnx.layout}, ${onnx.channels}, gives ${onnx.gives}`}`,
      ...(sampling.kind === 'segments' && !Number.isInteger(Math.log2(network.frames))
        ? ['  for files only: live, segments need a number of frames that is a power of two']
        : []),
      ...(training === undefined ? ['  NOT TRAINED: its labels mean nothing'] : []),
    ].join('\n'),
  )
}

/** Runs it once, on noise, so that nothing is kept that cannot run; then on the video, if there is one. */
async function tryOut(draft: Draft, { try: video, top }: Options): Promise<void> {
  const engine = new OnnxruntimeEngine()
  try {
    const variant = variantOf(draft.manifest, draft.weights, draft.manifest.id)
    const recognizer = await openRecognizer(engine, variant, { device: 'cpu' })
    const warning = await insistOnScores(recognizer)
    if (warning !== undefined) console.error(`actscope: ${warning}`)
    if (video === undefined) return
    const { probabilities } = await recognizeFile(recognizer, video)
    console.log(video)
    for (const index of topK(probabilities, top)) {
      console.log(`  ${percent(probabilities[index]!).padStart(7)}  ${draft.manifest.labels[index]!.label}`)
    }
  } finally {
    await engine.dispose()
  }
}

/** Asked where there is someone to answer. */
async function wanted({ yes }: Options): Promise<boolean> {
  if (yes === true || !process.stdin.isTTY) return true
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return !/^n/i.test((await terminal.question('Keep it? [Y/n] ')).trim())
  } finally {
    terminal.close()
  }
}
