import type { Engine } from '../../engines/engine.ts'
import type { Catalogue } from '../../models/catalogue.ts'
import { inspectModel } from '../../models/import/inspect.ts'
import { readLabels } from '../../models/import/label-list.ts'
import { importOnnx } from '../../models/import/onnx.ts'
import { importWeights } from '../../models/import/weights.ts'
import { addVariant, type Draft } from '../../models/user-variants.ts'
import { hiddenOf } from '../../models/naming.ts'
import { variantOf } from '../../models/variant.ts'
import type { Answer, Ask, ModelOptions } from '../../protocol.ts'
import { insistOnScores } from '../../recognition/noise-trial.ts'
import { recognizeFile } from '../../recognition/recognize-file.ts'
import { topK } from '../../recognition/top-k.ts'
import { openRecognizer } from '../../recognition/recognizer.ts'
import { inTurns, type Priority } from '../priority.ts'
import { summary } from './variant-list.ts'

export interface AddTools {
  readonly catalogue: Catalogue
  readonly engine: Engine | readonly Engine[]
  readonly threads?: number | undefined
  readonly priority: Priority
  /** The path of a file that the other side may have. @throws ActscopeError `video-missing` */
  readonly pathOf: (file: string) => string
  readonly signal: AbortSignal
}

const shown = 5

/** See `model-inspect`. */
export async function inspectFile(
  { pathOf }: AddTools,
  { file }: Ask<'model-inspect'>,
): Promise<Answer<'model-inspect'>> {
  const facts = await inspectModel(pathOf(file))
  if (facts.kind === 'weights') {
    const { labels, networks, ...rest } = facts
    return {
      ...rest,
      networks: networks.map(({ network, title, fits, variation, classes, width }) => ({
        ...{ network, title, fits },
        ...(width !== undefined && { width }),
        ...(variation !== undefined && { variation }),
        ...(classes !== undefined && { classes }),
      })),
      ...(labels !== undefined && { labels }),
    }
  }
  const { labels, input, outputs, layouts, ...rest } = facts
  const { axes, ...named } = input
  return {
    ...rest,
    input: { ...named, ...(axes !== undefined && { axes: axes.map((axis) => axis ?? null) }) },
    layouts,
    outputs: outputs.map(({ classes, ...output }) => ({ ...output, ...(classes !== undefined && { classes }) })),
    ...(labels !== undefined && { labels }),
  }
}

/** See `model-try`. */
export async function tryModel(
  tools: AddTools,
  { file, options, video }: Ask<'model-try'>,
): Promise<Answer<'model-try'>> {
  const { draft, notes } = await draftOf(tools, file, options)
  const path = video === undefined ? undefined : tools.pathOf(video)
  const { warning, top } = await run(tools, draft, path)
  return {
    variant: summary(draft.manifest, true),
    notes,
    ...(warning !== undefined && { warning }),
    ...(top !== undefined && { top }),
  }
}

/** See `model-add`. */
export async function addModel(tools: AddTools, { file, options }: Ask<'model-add'>): Promise<Answer<'model-add'>> {
  const { draft } = await draftOf(tools, file, options)
  await run(tools, draft, undefined)
  const { manifest } = await addVariant(tools.catalogue, draft)
  return { variant: manifest.id }
}

async function draftOf(
  { pathOf }: AddTools,
  file: string,
  options: ModelOptions,
): Promise<{ readonly draft: Draft; readonly notes: readonly string[] }> {
  const { labels, order, background, ...rest } = options
  const path = pathOf(file)
  const list = await readLabels({
    ...(labels !== undefined && { labels: 'set' in labels ? labels.set : pathOf(labels.file) }),
    ...(order !== undefined && { order }),
    ...(background !== undefined && { background }),
  })
  const whole = { ...rest, labels: list }
  if (/\.onnx$/i.test(path)) return { draft: await importOnnx(path, whole), notes: [] }
  const { notes, ...draft } = await importWeights([path], whole)
  return { draft, notes }
}

/** On the cpu, where it can do no harm to the device that live runs on; in its turn. */
async function run(
  { engine, threads, priority, signal }: AddTools,
  draft: Draft,
  video: string | undefined,
): Promise<Pick<Answer<'model-try'>, 'warning' | 'top'>> {
  const variant = variantOf(draft.manifest, draft.weights, draft.manifest.id)
  const opened = await openRecognizer(engine, variant, { device: 'cpu', ...(threads !== undefined && { threads }) })
  try {
    const recognizer = inTurns(opened, priority, signal)
    const warning = await insistOnScores(recognizer)
    if (video === undefined) return { warning }
    const { probabilities } = await recognizeFile(recognizer, video, signal)
    const top = topK(probabilities, shown, hiddenOf(draft.manifest.labels)).map((i) => ({
      index: i,
      label: draft.manifest.labels[i]!.label,
      score: probabilities[i]!,
    }))
    return { warning, top }
  } finally {
    await opened.dispose()
  }
}
