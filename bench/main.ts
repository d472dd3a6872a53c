import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ActscopeError } from '../native-models/errors.ts'
import { measureAll } from './bench.ts'
import { ContenderFailed } from './contender.ts'
import { networkCases, type NetworkCase } from './network-cases.ts'
import { measureNetworks } from './networks.ts'
import { findPyTorch } from './python.ts'
import type { Line } from './report.ts'
import { agrees } from './statistics.ts'
import { format, formatNetworks } from './table.ts'

const usage = `npm run bench -- [options]

  --networks [NAME...]
                instead of Res34-SE-IM-Net and what ships: every network (or those named) at its paper's input
  --rounds N    turns of each contender (7; 3 of networks)
  --threads N   threads of each (2)
  --json FILE   write everything that was measured
  --markdown    the table as Markdown, for README.md
  --quick       one round of a tiny network: shows that the benchmark works, measures nothing.
                PyTorch takes part only where ACTSCOPE_PYTHON names a Python that has it.

Close everything else first. ACTSCOPE_PYTHON: the Python whose PyTorch is compared with.
Exit code: 0; 1 if something could not be run, or the two sides do not compute the same; 2 wrong arguments.
`

const { values, positionals } = arguments_()
const rounds = count('rounds', values.rounds ?? (values.quick ? '1' : values.networks ? '3' : '7'))
const threads = count('threads', values.threads ?? '2')
const pytorch = values.quick && process.env['ACTSCOPE_PYTHON'] === undefined ? undefined : findPyTorch()

const pace = values.quick ? { rounds, turnMs: 0, restMs: 0 } : { rounds, turnMs: 400, restMs: 250 }
const product = values.quick ? 64 : 1024
const common = { threads, pytorch, pace, product }
const progress = (what: string): void => {
  console.error(`... ${what}`)
}

try {
  if (values.networks) {
    const report = await measureNetworks({ ...common, cases: cases() }, progress)
    finish(report, formatNetworks(report, values.markdown), report.lines)
  } else {
    const network = values.quick ? { frames: 4, size: 32, width: 0.125 } : { frames: 16, size: 224, width: 1 }
    const report = await measureAll({ ...common, network, shipped: !values.quick }, progress)
    finish(
      report,
      format(report, values.markdown),
      report.models.flatMap(({ title, lines }) => lines.map((line) => ({ ...line, title: `${title}, ${line.title}` }))),
    )
  }
} catch (error) {
  console.error(error instanceof ContenderFailed ? error.message : error)
  process.exitCode = 1
}

/** Says what was measured; the exit code tells if both sides computed the same. */
function finish(report: { readonly notes: readonly string[] }, text: string, lines: readonly Line[]): void {
  process.stdout.write(text)
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, undefined, 1)}\n`)
  for (const { title, difference } of lines)
    if (difference !== undefined && !agrees(difference)) {
      console.error(`${title}: PyTorch computes something else; these times compare nothing.`)
      process.exitCode = 1
    }
  if (report.notes.length > 0) process.exitCode = 1
}

function cases(): readonly NetworkCase[] {
  try {
    return networkCases(positionals, values.quick ? { frames: 8, size: 64, width: 0.125 } : undefined)
  } catch (error) {
    if (!(error instanceof ActscopeError)) throw error
    console.error(error.message, error.hint ?? '')
    process.exit(2)
  }
}

function arguments_() {
  try {
    const parsed = parseArgs({
      allowPositionals: true,
      options: {
        networks: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        threads: { type: 'string' },
        json: { type: 'string' },
        markdown: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    if (!parsed.values.networks && parsed.positionals.length > 0)
      throw new TypeError(`${parsed.positionals.join(' ')}: names belong to --networks.`)
    if (!parsed.values.help) return parsed
  } catch (error) {
    console.error((error as Error).message)
    process.stderr.write(usage)
    process.exit(2)
  }
  process.stdout.write(usage)
  process.exit(0)
}

function count(name: string, text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1) return value
  console.error(`--${name} must be a whole number from 1 on, not ${JSON.stringify(text)}.`)
  process.exit(2)
}
