import type { Command } from 'commander'
import { readDataset } from '../recognition/evaluation/dataset.ts'
import { evaluateStream, type StreamEvaluation } from '../recognition/evaluation/evaluate-stream.ts'
import { evaluate, type Evaluation } from '../recognition/evaluation/evaluate.ts'
import type { MemoryRule, PassesPerBlock } from '../choices.ts'
import { withRecognizer } from './open.ts'
import {
  deviceOption,
  jsonOption,
  memoryOption,
  passesOption,
  threadsOption,
  variantOption,
  type RunOptions,
} from './options.ts'
import { percent, table, toJson } from './output.ts'
import { progressBar } from './progress.ts'

interface Options extends RunOptions {
  readonly online?: true
  readonly passes: PassesPerBlock
  readonly memory: MemoryRule
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
    .addOption(jsonOption())
    .action(async (folder: string, options: Options) => {
      await withRecognizer(options, async (recognizer) => {
        const dataset = readDataset(folder, recognizer.manifest.labels)
        for (const [name, clips] of dataset.unknown) {
          console.error(`actscope: left out ${clips} of class ${name}: the variant has no label for it.`)
        }
        const bar = progressBar('evaluate', dataset.clips.length, 'videos')
        const progress = (done: number): void => {
          bar.update(done)
        }
        const stop = (): void => {
          bar.stop()
        }
        if (options.online) {
          const { passes: passesPerBlock, memory } = options
          const result = await evaluateStream(recognizer, dataset, { passesPerBlock, memory }, progress).finally(stop)
          tell(result, options, streamAsText)
        } else tell(await evaluate(recognizer, dataset, progress).finally(stop), options, asText)
      })
    })
}

function tell<T extends Pick<Evaluation, 'failed'>>(result: T, { json }: Options, asText: (result: T) => string): void {
  for (const { reason } of result.failed) console.error(`actscope: left out: ${reason}`)
  console.log(json ? toJson(result) : asText(result))
}

function streamAsText(result: StreamEvaluation): string {
  const { variant, device, clips, seconds, right, wrong, none, found, delay, changes } = result
  return [
    `${variant} on ${device}: ${clips} videos one after another, ${seconds.toFixed(0)} s`,
    `right ${percent(right)}   wrong ${percent(wrong)}   "-" ${percent(none)} of the time`,
    `${found} of ${clips} videos got their label, after ${delay.toFixed(1)} s (median); another label came ${changes} times`,
  ].join('\n')
}

function asText(result: Evaluation): string {
  const classes = result.perClass.map(({ label, clips, recall }) => [label, String(clips), percent(recall)])
  const pairs = result.confusedPairs
    .slice(0, 10)
    .map(({ a, b, indicator, aTakenForB, bTakenForA }) => [
      indicator.toFixed(3),
      `${a} / ${b}`,
      `${percent(aTakenForB)} + ${percent(bTakenForA)}`,
    ])
  return [
    `${result.variant} on ${result.device}: ${result.clips} videos, ${result.videosPerSecond.toFixed(1)} a second`,
    `top-1 ${percent(result.top1)}   top-5 ${percent(result.top5)}`,
    '',
    table(['label', 'videos', 'recall'], classes, [1, 2]),
    ...(pairs.length === 0 ? [] : ['', table(['confusion', 'pair', 'a taken for b + b taken for a'], pairs, [0])]),
  ].join('\n')
}
