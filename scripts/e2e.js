// The end-to-end specs alone. Arguments: parts of the names of specs, and Playwright's own options; of the targets, those
// that are named (desktop, browser), or else both.
import { targets } from '../dist/e2e/machine/targets.js'
import { runPlaywright } from './playwright.js'

const words = process.argv.slice(2)
const named = targets.filter((target) => words.includes(target))
const rest = words.filter((word) => !targets.includes(word))
const { code, missing } = runPlaywright('', rest, named.length > 0 ? named : targets)
for (const line of missing) console.log(`not run: ${line}`)
process.exit(code)
