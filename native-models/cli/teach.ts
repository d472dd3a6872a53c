import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { allEngines, disposeEngines } from '../engines/engines.ts'
import { ActscopeError } from '../errors.ts'
import { writeFileAtomically } from '../disk/atomic-write.ts'
import { openCatalogue } from '../models/catalogue.ts'
import { addVariant, insistOnFreeId, type Draft } from '../models/user-variants.ts'
import { learn } from '../teaching/classifier.ts'
import { evaluateTeaching, type TeachingEvaluation } from '../teaching/evaluate-teaching.ts'
import { insistOnBase, openFeatureReader, type Base, type FeatureReader } from '../teaching/feature-reader.ts'
import type { Figures, Warning } from '../teaching/figures.ts'
import { actionsIn, readActions, type ClipsOfAction } from '../teaching/lesson-folder.ts'
import { taughtId, taughtVariant } from '../teaching/taught-variant.ts'
import { count, deviceOption, jsonOption, threadsOption, type RunOptions } from './options.ts'
import { percent, table, toJson } from './output.ts'
import { progressBar } from './progress.ts'

interface Options extends Omit<RunOptions, 'variant'> {
  readonly base?: string
  readonly name?: string
  readonly sided?: readonly string[]
  readonly evaluate?: true
  readonly draws: number
  readonly out?: string
  readonly json?: true
}

export function addTeach(program: Command): void {
  program
    .command('teach')
    .description('teach your own actions from a few clips of each; the result is a variant like all others')
    .argument('<folder>', 'a folder with a folder of clips for each action; one called "nothing" holds what is none')
    .option('--base <id>', 'the variant whose features are used, see `actscope models`')
    .option('--name <name>', 'what the new variant is called')
    .option('--sided <action...>', 'actions whose left and right differ: no mirrored copies are taught')
    .option('-o, --out <folder>', "where the variant's folder is written; by default among your own variants")
    .addOption(new Option('--evaluate', 'keep nothing: measure with 1, 2, 3, 5, 10 takes over many draws'))
    .option('--draws <n>', 'with --evaluate: how often takes are drawn', count, 20)
    .addOption(deviceOption())
    .addOption(threadsOption())
    .addOption(jsonOption())
    .action((folder: string, options: Options) => teach(folder, options))
}

async function teach(folder: string, options: Options): Promise<void> {
  const catalogue = openCatalogue()
  const base = insistOnBase(await catalogue.load(options.base))
  const clips = actionsIn(folder)
  if (clips.length < 2) {
    throw new ActscopeError('dataset-invalid', `${folder} holds one action only, ${clips[0]!.label}`, {
      hint: 'Add a folder for another, or one called "nothing" with what you normally do.',
    })
  }
  if (options.evaluate === true) {
    const result = await withReader(base, options, async (reader) =>
      evaluateTeaching(await read(reader, clips, options), reader.sizes, { draws: options.draws }),
    )
    console.log(options.json ? toJson({ base: base.manifest.id, ...result }) : evaluationAsText(result))
    return
  }
  if (options.name === undefined)
    throw new ActscopeError('input-invalid', 'the new variant has no name', { hint: 'Give it one with --name.' })
  const id = taughtId(base, options.name)
  if (options.out === undefined) insistOnFreeId(catalogue, id)
  else insistOnNothingAt(options.out)
  const { draft, figures } = await withReader(base, options, async (reader) => {
    const actions = await read(reader, clips, options)
    const lesson = learn(actions, reader.sizes)
    return { draft: await taughtVariant(base, options.name!, actions, lesson, new Date()), figures: lesson.figures }
  })
  const kept = options.out === undefined ? (await addVariant(catalogue, draft)).folder : await write(draft, options.out)
  console.log(options.json ? toJson({ id, folder: kept, ...figures }) : figuresAsText(id, kept, figures))
}

async function withReader<T>(base: Base, options: Options, work: (reader: FeatureReader) => Promise<T>): Promise<T> {
  const engines = allEngines()
  try {
    const { device, threads } = options
    return await work(await openFeatureReader(engines, base, { device, ...(threads !== undefined && { threads }) }))
  } finally {
    await disposeEngines(engines)
  }
}

function read(
  reader: FeatureReader,
  clips: readonly ClipsOfAction[],
  { sided = [] }: Options,
): ReturnType<typeof readActions> {
  const bar = progressBar(
    'look at',
    clips.reduce((sum, action) => sum + action.clips.length, 0),
    'clips',
  )
  const onProgress = (done: number): void => {
    bar.update(done)
  }
  return readActions(reader, clips, { sided: new Set(sided), onProgress }).finally(() => {
    bar.stop()
  })
}

function insistOnNothingAt(out: string): void {
  if (existsSync(out))
    throw new ActscopeError('output-failed', `${out} is there already`, { hint: 'Name another folder with -o.' })
}

async function write({ manifest, weights }: Draft, out: string): Promise<string> {
  mkdirSync(out, { recursive: true })
  await writeFileAtomically(join(out, manifest.weights.file), weights)
  await writeFileAtomically(join(out, 'manifest.json'), `${toJson(manifest)}\n`)
  return resolve(out)
}

function figuresAsText(id: string, folder: string, figures: Figures): string {
  const { takes, right, byAction, confused, warnings } = figures
  return [
    `${id} taught: ${folder}`,
    ...(takes === 0 ? [] : [`right on ${right} of ${takes} takes, each judged by what the others taught`, '']),
    table(
      ['action', 'takes', 'right'],
      byAction.map((action) => [action.label, String(action.takes), String(action.right)]),
      [1, 2],
    ),
    ...confused.map(({ truth, taken, takes: times }) => `${truth} is taken for ${taken}: ${times}`),
    ...warnings.map((warning) => `warning: ${inWords(warning)}`),
  ].join('\n')
}

function inWords(warning: Warning): string {
  switch (warning.kind) {
    case 'too-few-takes':
      return `${warning.action} has ${warning.takes} takes; record at least ${warning.wanted}`
    case 'too-alike':
      return `${warning.takes.join(' and ')} of ${warning.action} are nearly the same; vary place, angle and pace`
    case 'unbalanced':
      return `${warning.most} has ${warning.takes[0]} takes and ${warning.least} ${warning.takes[1]}; record more of the latter`
    case 'still-tells':
      return `a single frame tells as much (${warning.stillRight} of ${warning.takes}): the background may tell the actions apart; record all of them in one place`
    case 'no-background':
      return 'there is no action "nothing"; show what you normally do, so that it is not called by a name'
    case 'untested':
      return 'no action has two takes, so nothing could be tested'
  }
}

function evaluationAsText({ actions, clips, groups, rows }: TeachingEvaluation): string {
  return [
    `${actions} actions, ${clips} clips, ${groups} groups that are never on both sides`,
    table(
      ['takes', 'right', 'spread', 'unknown', 'draws'],
      rows.map(({ takes, mean, spread, unknown, draws }) => [
        String(takes),
        percent(mean),
        percent(spread),
        percent(unknown),
        String(draws),
      ]),
      [0, 1, 2, 3, 4],
    ),
  ].join('\n')
}
