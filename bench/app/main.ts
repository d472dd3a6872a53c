import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { provideDisplay } from '../../e2e/machine/display.ts'
import { whyNot } from '../../e2e/machine/targets.ts'
import { machineFacts } from '../machine.ts'
import { measureApp } from './measure.ts'
import { formatApp, type AppReport } from './report.ts'

const usage = `npm run bench:app -- [options]

  --minutes N   how long it runs (1); 30 shows whether it grows
  --json FILE   write everything that was measured
  --markdown    the table as Markdown

The real desktop app with a camera of 640 x 480, 30 frames/s (a film of samples/jumping-jacks.mp4, whose decoding counts as
the app's work) and the variant that ships. Close everything else first.
Exit code: 0; 1 if it could not be run; 2 wrong arguments.
`

const { minutes, json, markdown } = options()
const why = whyNot('desktop')
if (why !== undefined) {
  console.error(`The desktop app cannot be measured here: ${why}`)
  process.exit(1)
}
const endDisplay = await provideDisplay()
try {
  const measured = await measureApp(minutes, (what) => {
    console.error(`... ${what}`)
  })
  const notOurs = ['PyTorch', 'threads used']
  const all = Object.entries(machineFacts(0, undefined)).filter(([name]) => !notOurs.includes(name))
  const facts = Object.fromEntries(all)
  const report: AppReport = { date: new Date().toISOString().slice(0, 10), facts, ...measured }
  process.stdout.write(formatApp(report, markdown))
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, undefined, 1)}\n`)
} finally {
  endDisplay()
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: 'string', default: '1' },
        json: { type: 'string' },
        markdown: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      process.stdout.write(usage)
      process.exit(0)
    }
    const count = Number(values.minutes)
    if (!Number.isInteger(count) || count < 1) throw new Error('--minutes must be a whole number from 1 on.')
    return { ...values, minutes: count }
  } catch (error) {
    console.error((error as Error).message)
    process.stderr.write(usage)
    process.exit(2)
  }
}
