// Runs every *.test.js under dist/ with Node's own runner (globs in `node --test` need Node 21).
// Arguments: substrings that a test file's path must contain. Failing tests, or none at all, exit with 1.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'

const wanted = process.argv.slice(2)
const files = readdirSync('dist', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.js'))
  .map((file) => join('dist', file))
  .filter((file) => wanted.length === 0 || wanted.some((word) => file.includes(word)))
  .sort()
if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(' ')}`)
  process.exit(1)
}
const reporter = process.env.CI === undefined ? [] : ['--test-reporter=spec']
const run = spawnSync(process.execPath, ['--test', '--test-concurrency=2', ...reporter, ...files], { stdio: 'inherit' })
process.exit(run.status ?? 1)
