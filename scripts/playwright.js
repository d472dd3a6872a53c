// Runs the end-to-end specs (dist/e2e) of every target that this machine allows, and says of the others why not.
import { createRequire } from 'node:module'
import { spawnSync } from 'node:child_process'
import { targets, whyNot } from '../dist/e2e/machine/targets.js'

const cli = createRequire(import.meta.url).resolve('@playwright/test/cli')

/**
 * `prefix` of the projects' names; `words` go to Playwright: parts of the names of specs, or its own options. Returns the
 * exit code, and in words what was not run.
 */
export function runPlaywright(prefix, words, wanted = targets) {
  const missing = wanted.flatMap((target) => {
    const reason = whyNot(target)
    return reason === undefined ? [] : [`The specs in the ${target} app: ${reason}`]
  })
  const able = wanted.filter((target) => whyNot(target) === undefined)
  if (able.length === 0) return { code: 0, missing }
  const projects = able.map((target) => `--project=${prefix}${target}`)
  const given = ['test', '--config=dist/e2e/playwright.config.js', ...projects, ...words]
  const { status } = spawnSync(process.execPath, [cli, ...given], { stdio: 'inherit' })
  return { code: status ?? 1, missing }
}
