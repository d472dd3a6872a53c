// Runs every *.test.js under dist/ with Node's own runner (globs in `node --test` need Node 21), then the end-to-end
// specs of every target that this machine allows; says at the end in words what could not be run.
// Arguments: substrings that a test file's path must contain. Failing tests, or none at all, exit with 1.
// ACTSCOPE_SLOW_TESTS=1: the slow ones as well (native-models/slow.fixture.ts).
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { runPlaywright } from './playwright.js'

const skippedFile = join('dist', 'skipped-tests.txt')
const wanted = process.argv.slice(2)
const files = (ending) =>
  readdirSync('dist', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .filter((file) => existsSync(file.replace(/\.js$/, '.ts'))) // else it was built before its source went
    .map((file) => join('dist', file))
    .filter((file) => wanted.length === 0 || wanted.some((word) => file.includes(word)))
    .sort()

const [tests, specs] = [files('.test.js'), files('.spec.js')]
if (tests.length + specs.length === 0) {
  console.error(`no test file matches ${wanted.join(' ')}`)
  process.exit(1)
}

let code = 0
const notRun = []

if (tests.length > 0) {
  const reporters = [
    ['spec', 'stdout'],
    ['./scripts/skipped.js', skippedFile],
  ].flatMap(([name, to]) => [`--test-reporter=${name}`, `--test-reporter-destination=${to}`])
  // One that hangs is a failure, not a run without an end: no file takes a tenth of its limit, all of them a third of theirs.
  const options = ['--test', '--test-concurrency=2', `--test-timeout=${5 * 60_000}`]
  const limits = { timeout: 10 * 60_000, stdio: 'inherit' }
  const run = spawnSync(process.execPath, [...options, ...reporters, ...tests], limits)
  if (run.error !== undefined) console.error(`the unit tests did not end: ${run.error.message}`)
  code = run.status ?? 1
  if (existsSync(skippedFile)) notRun.push(...readFileSync(skippedFile, 'utf8').split('\n').filter(Boolean))
}

if (specs.length > 0) {
  const run = runPlaywright('', wanted.length === 0 ? [] : specs.map((file) => basename(file, '.js')))
  code ||= run.code
  notRun.push(...run.missing)
}

if (notRun.length > 0) console.log(`\nNot run here:\n${notRun.map((line) => `  ${line}`).join('\n')}`)
process.exit(code)
