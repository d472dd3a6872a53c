import type { NetworksReport } from './networks.ts'
import type { Line, ModelReport, Report } from './report.ts'
import { spreadOf, type Difference, type Spread } from './statistics.ts'

type Row = readonly string[]

const header: Row = [
  'case',
  'Actscope ms',
  'PyTorch ms',
  'times as fast',
  'GFLOP/s',
  'of peak',
  'memory MB: peak / held',
  'PyTorch MB',
  'difference',
]

/** The report as text for a terminal, or as Markdown. */
export function format(report: Report, markdown: boolean): string {
  const { peak, models, notes } = report
  return joined([
    ...preamble(report, markdown),
    ...models.flatMap((model) => [
      [markdown ? `**${model.title}**` : model.title],
      table([header, ...model.lines.map((line) => row(line, peak))], markdown),
      summary(model, peak).map((line) => bullet(markdown) + line),
    ]),
    notes.map((note) => `${bullet(markdown)}PyTorch: ${note}`),
  ])
}

/** The same for networks: one table of all of them, and how many are not slower than PyTorch. */
export function formatNetworks(report: NetworksReport, markdown: boolean): string {
  const { peak, lines, notes } = report
  const ratios = lines.flatMap(({ timesAsFast }) => (timesAsFast === undefined ? [] : [timesAsFast.median]))
  const reached = ratios.filter((ratio) => ratio >= 1).length
  const rows = lines.map((line) =>
    row(line, peak)
      .toSpliced(4, 0, spread(line.gain, 2))
      .toSpliced(1, 0, number(line.macs / 1e9)),
  )
  return joined([
    ...preamble(report, markdown),
    table([header.with(0, 'network').toSpliced(4, 0, 'gain').toSpliced(1, 0, 'G MACs'), ...rows], markdown),
    ratios.length === 0 ? [] : [`${bullet(markdown)}not slower than PyTorch: ${reached} of ${ratios.length}`],
    notes.map((note) => `${bullet(markdown)}${note}`),
  ])
}

function preamble(
  { date, facts, rounds, peak }: Pick<Report, 'date' | 'facts' | 'rounds' | 'peak'>,
  markdown: boolean,
): readonly (readonly string[])[] {
  return [
    [`Measured on ${date}, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, fp32, batch 1.`],
    Object.entries(facts).map(([name, fact]) => `${bullet(markdown)}${name}: ${fact}`),
    [`${bullet(markdown)}matrix product, best of all rounds: ${number(peak)} GFLOP/s ("peak")`],
  ]
}

const joined = (sections: readonly (readonly string[])[]): string =>
  `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`

function row(line: Line, peak: number): Row {
  const { actscope, pytorch, timesAsFast, difference, speed } = line
  return [
    line.title,
    spread(spreadOf(actscope.milliseconds)),
    pytorch === undefined ? '-' : spread(spreadOf(pytorch.milliseconds)),
    timesAsFast === undefined ? '-' : spread(timesAsFast, 2),
    number(speed),
    `${((100 * speed) / peak).toFixed(0)} %`,
    memory(actscope.peak, actscope.held),
    pytorch === undefined ? '-' : memory(pytorch.peak, pytorch.held),
    difference === undefined ? '-' : differenceText(difference),
  ]
}

/** What the lines say together. */
function summary({ lines, online, onlineByArithmetic }: ModelReport, peak: number): readonly string[] {
  const floor = lines
    .filter(({ part }) => part === 'whole' || part === 'head')
    .map(({ title, macs, actscope }) => {
      const [time, least] = [spreadOf(actscope.milliseconds).median, (2 * macs) / peak / 1e6]
      return `${title}: ${number(time / least)} x its floor, ${number(least)} ms (${number(macs / 1e9)} G MACs at peak)`
    })
  const [frame, head] = [lines.find(({ title }) => title === 'one frame'), lines.find(({ part }) => part === 'head')]
  const answer = [frame, head].reduce(
    (sum, line) => sum + (line ? spreadOf(line.actscope.milliseconds).median : NaN),
    0,
  )
  return [
    ...floor,
    `online pass with kept features: ${spread(online, 2)} of the whole clip (by arithmetic alone ${onlineByArithmetic.toFixed(2)})`,
    `from the newest frame to its label (one frame + clip head): ${number(answer)} ms`,
  ]
}

function table(rows: readonly Row[], markdown: boolean): readonly string[] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((cells) => cells[i]!.length)))
  const aligned = rows.map((cells) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))),
  )
  if (!markdown) return aligned.map((cells) => cells.join('  '))
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [aligned[0]!, rule, ...aligned.slice(1)].map((cells) => `| ${cells.join(' | ')} |`)
}

const bullet = (markdown: boolean): string => (markdown ? '- ' : '')

/** Three digits that mean something. */
const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))

function spread({ median, min, max }: Spread, digits?: number): string {
  const text = (value: number): string => (digits === undefined ? number(value) : value.toFixed(digits))
  return min === max ? text(median) : `${text(median)} (${text(min)}..${text(max)})`
}

const memory = (...bytes: readonly (number | null)[]): string =>
  bytes.map((value) => (value === null ? '?' : (value / 1e6).toFixed(0))).join(' / ')

const differenceText = ({ largest, range }: Difference): string => `${largest.toExponential(1)} of ${number(range)}`
