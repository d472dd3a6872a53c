// Makes docs/screenshots anew, from the desktop app where there is one, else from the app in a browser.
import { targets, whyNot } from '../dist/e2e/machine/targets.js'
import { runPlaywright } from './playwright.js'

const target = targets.find((each) => whyNot(each) === undefined)
if (target === undefined) {
  for (const each of targets) console.error(`no screenshots: ${whyNot(each)}`)
  process.exit(1)
}
process.exit(runPlaywright('screenshots-', process.argv.slice(2), [target]).code)
