/** What was measured, as tables for people. */
import type { StreamEvaluation } from '../recognition/evaluation/evaluate-stream.ts'
import type { UnknownEvaluation } from '../recognition/evaluation/evaluate-unknown.ts'
import type { Evaluation } from '../recognition/evaluation/evaluate.ts'
import { shareOf, type Rate } from '../recognition/evaluation/rate.ts'
import { percent, table } from './output.ts'

const interval = ({ low, high }: Pick<Rate, 'low' | 'high'>): string =>
  `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`
/** A share with what chance may have made of it. */
const withInterval = (rate: Rate): string => (rate.clips === 0 ? '-' : `${percent(shareOf(rate))} (${interval(rate)})`)

export function evaluationAsText(result: Evaluation & { readonly unknown?: UnknownEvaluation }): string {
  const { variant, device, clips, videosPerSecond, whole, within5, threshold, unknown } = result
  return [
    `${variant} on ${device}: ${clips} videos, ${videosPerSecond.toFixed(1)} a second`,
    `top-1 ${withInterval(whole)}   top-5 ${withInterval(within5)}`,
    `label ${withInterval(result.labelled)} get one at the threshold ${threshold}; ${withInterval(result.labelledRight)} of those are right`,
    ...(unknown === undefined ? [] : [unknownAsText(unknown)]),
    'in brackets the 95 % intervals (Wilson)',
    '',
    table(['source', 'videos', 'top-1', '95 %'], Object.entries(result.sources).map(rateRow), [1, 2, 3]),
    '',
    ...calibrationAsText(result.calibration),
    '',
    table(
      ['label', 'videos', 'recall', '95 %'],
      result.perClass.map((of) => rateRow([of.label, of])),
      [1, 2, 3],
    ),
    ...confusionAsText(result.confusedPairs),
  ].join('\n')
}

const rateRow = ([name, rate]: readonly [string, Rate]): readonly string[] => [
  name,
  String(rate.clips),
  percent(shareOf(rate)),
  interval(rate),
]

function unknownAsText({ clips, labelled, low, high, perClass }: UnknownEvaluation): string {
  const worst = perClass
    .filter((of) => of.labelled > 0)
    .toSorted((a, b) => b.labelled - a.labelled)
    .slice(0, 5)
    .map((of) => `${of.name} ${of.labelled} of ${of.clips}`)
  const rate = { right: labelled, clips, low, high }
  return `unknown ${withInterval(rate)} of ${clips} clips of actions that it does not know get a label${worst.length === 0 ? '' : `: ${worst.join(', ')}`}`
}

function calibrationAsText({ error, bins }: Evaluation['calibration']): readonly string[] {
  const rows = bins.map(({ confidence, accuracy, clips }) => [percent(confidence), percent(accuracy), String(clips)])
  return [`expected calibration error ${percent(error)}`, table(['says', 'is right', 'videos'], rows, [0, 1, 2])]
}

function confusionAsText(pairs: Evaluation['confusedPairs']): readonly string[] {
  if (pairs.length === 0) return []
  const rows = pairs
    .slice(0, 10)
    .map(({ a, b, indicator, aTakenForB, bTakenForA }) => [
      indicator.toFixed(3),
      `${a} / ${b}`,
      `${percent(aTakenForB)} + ${percent(bTakenForA)}`,
    ])
  return ['', table(['confusion', 'pair', 'a taken for b + b taken for a'], rows, [0])]
}

export function streamAsText(result: StreamEvaluation): string {
  const { variant, device, clips, seconds, right, wrong, none, found, foundRate, delay, changes, threshold } = result
  const rows = Object.entries(result.sources).map(([name, of]) => [
    name,
    String(of.clips),
    ...[of.right, of.wrong, of.none].map(percent),
    withInterval(of.foundRate),
    `${of.delay.toFixed(1)} s`,
  ])
  return [
    `${variant} on ${device}: ${clips} videos one after another, ${seconds.toFixed(0)} s`,
    `right ${percent(right)}   wrong ${percent(wrong)}   "-" ${percent(none)} of the time, at the threshold ${threshold}`,
    `${found} of ${clips} videos got their label (95 %: ${interval(foundRate)} of 100), after ${delay.toFixed(1)} s (median); another label came ${changes} times`,
    '',
    table(['source', 'videos', 'right', 'wrong', '"-"', 'got their label', 'after'], rows, [1, 2, 3, 4, 5, 6]),
  ].join('\n')
}
