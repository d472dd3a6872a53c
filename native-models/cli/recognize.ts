import { Option, type Command } from 'commander'
import { ActscopeError } from '../errors.ts'
import { eventsToCsv, csvRow } from '../exports/csv.ts'
import { exportedEvents, type ExportedEvent } from '../exports/json.ts'
import { eventsToWebVtt } from '../exports/subtitles.ts'
import { defaultThreshold, hiddenOf, labelOf, thresholdOf } from '../models/naming.ts'
import type { RecognitionEvent } from '../recognition/online/events.ts'
import type { MemoryRule, PassesPerBlock } from '../choices.ts'
import { recognizeFile } from '../recognition/recognize-file.ts'
import { topK } from '../recognition/top-k.ts'
import type { Recognizer } from '../recognition/recognizer.ts'
import { recognizeTimeline } from '../recognition/timeline.ts'
import { probeVideo } from '../video/video.ts'
import { withRecognizer } from './open.ts'
import {
  count,
  deviceOption,
  jsonOption,
  memoryOption,
  passesOption,
  share,
  threadsOption,
  variantOption,
  type RunOptions,
} from './options.ts'
import { clock, describeError, percent, toJson } from './output.ts'
import { progressBar } from './progress.ts'

interface Options extends RunOptions {
  readonly top: number
  readonly threshold?: number
  readonly online?: true
  readonly passes: PassesPerBlock
  readonly memory: MemoryRule
  readonly json?: true
  readonly csv?: true
  readonly vtt?: true
}

/** One file's answer, as `--json` prints it. Scores are fractions from 0 to 1, times are seconds. */
interface Answer {
  readonly file: string
  readonly variant: string
  readonly trained: boolean
  readonly device: string
  /** The best label, or null where it is below the threshold, or one that nothing is called by; the score either way. */
  readonly label: string | null
  readonly score: number
  readonly top: readonly { readonly label: string; readonly score: number }[]
  readonly seconds: number
  /** What is damaged about the file, where it is. */
  readonly damage?: string
  /** With --online: labels that held, with their start and end. */
  readonly events?: readonly ExportedEvent[]
  /** With --online: the file is too short for a single pass. */
  readonly tooShort?: true
}

export function addRecognize(program: Command): void {
  program
    .command('recognize')
    .description('name the action in videos')
    .argument('<file...>', 'videos: anything that FFmpeg opens')
    .addOption(variantOption())
    .option('--top <k>', 'how many labels to show', count, 3)
    .addOption(deviceOption())
    .addOption(threadsOption())
    .option(
      '--threshold <p>',
      `below this score the label is "-"; by default what the model says, or ${defaultThreshold}`,
      share,
    )
    .option('--online', 'also the time line of the online recognizer: label, score, start, end')
    .addOption(passesOption())
    .addOption(memoryOption())
    .addOption(jsonOption())
    .addOption(new Option('--csv', 'print CSV').conflicts(['json', 'vtt']))
    .addOption(new Option('--vtt', 'print WebVTT (of one file)').conflicts(['json', 'csv']))
    .action(recognize)
}

async function recognize(files: readonly string[], options: Options): Promise<void> {
  if (options.vtt && files.length > 1) {
    throw new ActscopeError('input-invalid', '--vtt takes one file, as a WebVTT file belongs to one video')
  }
  await withRecognizer(options, async (recognizer) => {
    if (recognizer.manifest.training === undefined) {
      console.error(`actscope: ${recognizer.manifest.id} is not trained; its labels mean nothing.`)
    }
    const answers: { answer: Answer; events: readonly RecognitionEvent[] }[] = []
    for (const file of files) {
      try {
        const result = await recognizeOne(recognizer, file, options)
        answers.push(result)
        if (!options.json && !options.csv && !options.vtt) console.log(asText(result.answer, files.length > 1))
      } catch (error) {
        // The other files are still of use; the exit code tells that one was not.
        if (!(error instanceof ActscopeError) || !error.code.startsWith('video-')) throw error
        console.error(describeError(error))
        process.exitCode = 1
      }
    }
    if (options.json) console.log(toJson(answers.map(({ answer }) => answer)))
    if (options.csv) process.stdout.write(asCsv(answers, options))
    if (options.vtt && answers[0] !== undefined) process.stdout.write(asVtt(answers[0], options))
  })
}

async function recognizeOne(
  recognizer: Recognizer,
  file: string,
  options: Options,
): Promise<{ answer: Answer; events: readonly RecognitionEvent[] }> {
  const { manifest } = recognizer
  const whole = await recognizeFile(recognizer, file)
  const hidden = hiddenOf(manifest.labels)
  const threshold = options.threshold ?? thresholdOf(manifest)
  const top = topK(whole.probabilities, options.top, hidden).map((index) => ({
    label: manifest.labels[index]!.label,
    score: whole.probabilities[index]!,
  }))
  const [best] = topK(whole.probabilities, 1)
  const score = whole.probabilities[best!]!
  const named = labelOf(whole.probabilities, threshold, hidden)
  const timeline = options.online ? await followed(recognizer, file, options) : undefined
  const answer: Answer = {
    file,
    variant: manifest.id,
    trained: manifest.training !== undefined,
    device: recognizer.session.device,
    label: named === undefined ? null : manifest.labels[named]!.label,
    score,
    top,
    seconds: whole.times.at(-1)!,
    ...(whole.damage !== undefined && { damage: whole.damage }),
    ...(timeline !== undefined && { events: exportedEvents(timeline.events) }),
    ...(timeline?.tooShort && { tooShort: true as const }),
  }
  return { answer, events: timeline?.events ?? [] }
}

async function followed(
  recognizer: Recognizer,
  file: string,
  { threshold, passes, memory }: Options,
): ReturnType<typeof recognizeTimeline> {
  const { duration } = await probeVideo(file)
  const bar = progressBar(file, Math.ceil(duration ?? 0), 's')
  try {
    return await recognizeTimeline(recognizer, file, {
      threshold,
      passesPerBlock: passes,
      memory,
      onProgress: (seconds) => {
        bar.update(Math.floor(seconds))
      },
    })
  } finally {
    bar.stop()
  }
}

function asText(answer: Answer, named: boolean): string {
  const lines = named ? [answer.file] : []
  lines.push(`${answer.label ?? '-'}  ${percent(answer.score)}`)
  for (const { label, score } of answer.top) {
    const filled = Math.round(score * 20)
    lines.push(`  ${'█'.repeat(filled)}${'░'.repeat(20 - filled)} ${percent(score).padStart(7)}  ${label}`)
  }
  if (answer.damage !== undefined) lines.push(`  (${answer.damage})`)
  for (const event of answer.events ?? []) {
    lines.push(`  ${clock(event.start)} to ${clock(event.end)}  ${event.label}  ${percent(event.score)}`)
  }
  if (answer.tooShort) lines.push('  too short for the online recognizer: it needs one block of frames')
  else if (answer.events?.length === 0) lines.push('  no label held above the threshold')
  return lines.join('\n')
}

/** With --online the events, one a line; without, the best label of each file. */
function asCsv(answers: readonly { answer: Answer; events: readonly RecognitionEvent[] }[], options: Options): string {
  if (options.online && answers.length === 1) return eventsToCsv(answers[0]!.events)
  const rows = options.online
    ? answers.flatMap(({ answer }) =>
        (answer.events ?? []).map((e) => [answer.file, e.label, e.start, e.end, e.score] as const),
      )
    : answers.map(({ answer }) => [answer.file, answer.label ?? '', answer.score] as const)
  const header = options.online ? ['file', 'label', 'start', 'end', 'score'] : ['file', 'label', 'score']
  return [header, ...rows].map((row) => csvRow(row)).join('')
}

/** With --online a cue for each event; without, one cue for the whole video. */
function asVtt({ answer, events }: { answer: Answer; events: readonly RecognitionEvent[] }, options: Options): string {
  if (options.online) return eventsToWebVtt(events)
  if (answer.label === null) return eventsToWebVtt([])
  const { label, score } = answer
  return eventsToWebVtt([{ index: 0, label, start: 0, end: answer.seconds, score, peak: score }])
}
