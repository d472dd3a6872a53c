import { Option, type Command } from 'commander'
import { readDataset, readUnknown } from '../recognition/evaluation/dataset.ts'
import { evaluateStream } from '../recognition/evaluation/evaluate-stream.ts'
import { evaluateUnknown } from '../recognition/evaluation/evaluate-unknown.ts'
import { evaluate, type Evaluation } from '../recognition/evaluation/evaluate.ts'
import type { Recognizer } from '../recognition/recognizer.ts'
import type { MemoryRule, PassesPerBlock } from '../choices.ts'
import { evaluationAsText, streamAsText } from './evaluation-text.ts'
import { withRecognizer } from './open.ts'
import {
  deviceOption,
  jsonOption,
  memoryOption,
  passesOption,
  share,
  threadsOption,
  variantOption,
  type RunOptions,
} from './options.ts'
import { toJson } from './output.ts'
import { progressBar } from './progress.ts'

interface Options extends RunOptions {
  readonly online?: true
  readonly passes: PassesPerBlock
  readonly memory: MemoryRule
  readonly threshold?: number
  /** A folder, or a list. */
  readonly unknown?: string
  readonly json?: true
}

export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('measure a variant on labelled videos')
    .argument(
      '<folder>',
      'a folder with a folder for each class (or several such), or a list file: "path label" a line',
    )
    .addOption(variantOption())
    .addOption(deviceOption())
    .addOption(threadsOption())
    .option('--online', 'measure the online recognizer instead: all videos one after another, as before a camera')
    .addOption(passesOption())
    .addOption(memoryOption())
    .option('--threshold <p>', 'the score that a label needs; by default what the model says', share)
    .addOption(
      new Option(
        '--unknown <folder>',
        'also, how many of these videos, of actions that it does not know, get a label',
      ).conflicts('online'),
    )
    .addOption(jsonOption())
    .action(async (folder: string, options: Options) => {
      await withRecognizer(options, (recognizer) =>
        options.online ? evaluateOnline(recognizer, folder, options) : evaluateFiles(recognizer, folder, options),
      )
    })
}

async function evaluateFiles(recognizer: Recognizer, folder: string, options: Options): Promise<void> {
  const { threshold, unknown: unknownPath, json } = options
  const { labels } = recognizer.manifest
  const dataset = readDataset(folder, labels)
  const strangers = unknownPath === undefined ? undefined : readUnknown(unknownPath, labels)
  sayLeftOut(dataset.leftOut, 'the variant has no label for it')
  if (strangers !== undefined) sayLeftOut(strangers.leftOut, 'the variant knows it')
  const evaluation = await withBar(dataset.clips.length, (done) => evaluate(recognizer, dataset, threshold, done))
  const unknown =
    strangers &&
    (await withBar(strangers.clips.length, (done) => evaluateUnknown(recognizer, strangers.clips, threshold, done)))
  sayFailed([...evaluation.failed, ...(unknown?.failed ?? [])])
  const result = { ...evaluation, ...(unknown !== undefined && { unknown }) }
  console.log(json ? toJson(result) : evaluationAsText(result))
}

async function evaluateOnline(recognizer: Recognizer, folder: string, options: Options): Promise<void> {
  const { threshold, passes: passesPerBlock, memory, json } = options
  const dataset = readDataset(folder, recognizer.manifest.labels)
  sayLeftOut(dataset.leftOut, 'the variant has no label for it')
  const result = await withBar(dataset.clips.length, (done) =>
    evaluateStream(recognizer, dataset, { threshold, passesPerBlock, memory }, done),
  )
  sayFailed(result.failed)
  console.log(json ? toJson(result) : streamAsText(result))
}

function withBar<T>(videos: number, work: (done: (count: number) => void) => Promise<T>): Promise<T> {
  const bar = progressBar('evaluate', videos, 'videos')
  return work((done) => {
    bar.update(done)
  }).finally(() => {
    bar.stop()
  })
}

function sayLeftOut(leftOut: ReadonlyMap<string, number>, why: string): void {
  for (const [name, clips] of leftOut) console.error(`actscope: left out ${clips} of class ${name}: ${why}.`)
}

function sayFailed(failed: Evaluation['failed']): void {
  for (const { reason } of failed) console.error(`actscope: left out: ${reason}`)
}
