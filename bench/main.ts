import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { measureAll, type Plan } from './bench.ts'
import { ContenderFailed } from './contender.ts'
import { findPyTorch } from './python.ts'
import { agrees } from './statistics.ts'
import { format } from './table.ts'

const usage = `npm run bench -- [options]

  --rounds N    turns of each contender (7)
  --threads N   threads of each (2)
  --json FILE   write everything that was measured
  --markdown    the table as Markdown, for README.md
  --quick       one round of a tiny network: shows that the benchmark works, measures nothing.
                PyTorch takes part only where ACTSCOPE_PYTHON names a Python that has it.

Close everything else first. ACTSCOPE_PYTHON: the Python whose PyTorch is compared with.
Exit code: 0; 1 if something could not be run, or the two sides do not compute the same; 2 wrong arguments.
`

const { values } = arguments_()
const rounds = count('rounds', values.rounds ?? (values.quick ? '1' : '7'))
const threads = count('threads', values.threads ?? '2')
const pytorch = values.quick && process.env['ACTSCOPE_PYTHON'] === undefined ? undefined : findPyTorch()

const plan: Plan = values.quick
  ? {
      network: { frames: 4, size: 32, width: 0.125 },
      product: 64,
      pace: { rounds, turnMs: 0, restMs: 0 },
      shipped: false,
      threads,
      pytorch,
    }
  : {
      network: { frames: 16, size: 224, width: 1 },
      product: 1024,
      pace: { rounds, turnMs: 400, restMs: 250 },
      shipped: true,
      threads,
      pytorch,
    }

try {
  const report = await measureAll(plan, (what) => {
    console.error(`... ${what}`)
  })
  process.stdout.write(format(report, values.markdown))
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, undefined, 1)}\n`)
  for (const { title, lines } of report.models)
    for (const line of lines)
      if (line.difference !== undefined && !agrees(line.difference)) {
        console.error(`${title}, ${line.title}: PyTorch computes something else; these times compare nothing.`)
        process.exitCode = 1
      }
  if (pytorch !== undefined && report.notes.length > 0) process.exitCode = 1
} catch (error) {
  console.error(error instanceof ContenderFailed ? error.message : error)
  process.exitCode = 1
}

function arguments_() {
  try {
    const parsed = parseArgs({
      options: {
        rounds: { type: 'string' },
        threads: { type: 'string' },
        json: { type: 'string' },
        markdown: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
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
