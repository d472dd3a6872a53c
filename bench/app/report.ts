/** The figures as text. */
import type { Facts } from '../machine.ts'
import { spreadOf } from '../statistics.ts'
import type { Measured, Minute } from './measure.ts'

export interface AppReport extends Measured {
  readonly date: string
  readonly facts: Facts
}

type Row = readonly [name: string, value: string]

export function formatApp({ date, facts, ...measured }: AppReport, markdown: boolean): string {
  const bullet = markdown ? '- ' : ''
  const sections = [
    [`Measured on ${date}.`],
    Object.entries(facts).map(([name, fact]) => `${bullet}${name}: ${fact}`),
    table(['what', 'measured'], rowsOf(measured), markdown),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function rowsOf({ coldStart, page, minutes, toggles }: Measured): readonly Row[] {
  const [first, last] = [minutes[0]!, minutes.at(-1)!]
  const sorted = page.latencies.toSorted((a, b) => a - b)
  const share = (of: number): string => ms(sorted[Math.min(sorted.length - 1, Math.floor(of * sorted.length))] ?? NaN)
  const growth = last.memory - first.memory
  return [
    [
      'preview',
      `${(page.shown / page.seconds).toFixed(1)} frames/s, ${page.leftOut} of ${page.shown + page.leftOut} left out`,
    ],
    [
      'longest block of the page',
      `${ms(page.longestBlock)}; tasks over 50 ms: ${page.longTasks}, the longest ${ms(page.longestTask)}`,
    ],
    ['capture to label', `median ${share(0.5)}, 95 %: ${share(0.95)}`],
    ['start to first label', spread(coldStart)],
    ['toggle: key to the other variant', spread(toggles.map(({ switched }) => switched))],
    ['toggle: key to its first label', spread(toggles.map((each) => each.firstPass))],
    [`after ${minuteText(first)}`, taken(first)],
    ...(minutes.length > 1
      ? [
          [
            `after ${minuteText(last)}`,
            `${taken(last)}; ${growth < 0 ? '' : '+'}${mb(growth)} since the first minute`,
          ] as Row,
        ]
      : []),
    [
      'by process (MB)',
      Object.entries(last.byProcess)
        .map(([kind, bytes]) => `${kind} ${mb(bytes)}`)
        .join(', '),
    ],
  ]
}

const minuteText = ({ minute }: Minute): string => (minute === 1 ? '1 minute' : `${minute} minutes`)
const taken = ({ cpu, memory }: Minute): string => `${cpu.toFixed(0)} % CPU (of one core), ${mb(memory)} MB`
const mb = (bytes: number): string => (bytes / 1e6).toFixed(0)
const ms = (value: number): string => `${value.toFixed(0)} ms`

function spread(values: readonly number[]): string {
  const { median, min, max } = spreadOf(values)
  return `${ms(median)} (${min.toFixed(0)}..${max.toFixed(0)})`
}

function table(header: Row, rows: readonly Row[], markdown: boolean): readonly string[] {
  const width = Math.max(...[header, ...rows].map(([name]) => name.length))
  const lines = [header, ...rows].map(([name, value]) => [name.padEnd(width), value] as const)
  if (!markdown) return lines.map((line) => line.join('  '))
  const [head, ...rest] = lines.map((line) => `| ${line.join(' | ')} |`)
  return [head!, `| ${'-'.repeat(width)} | --- |`, ...rest]
}
