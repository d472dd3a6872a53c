import { defineConfig, type ReporterDescription } from '@playwright/test'
import { fileURLToPath } from 'node:url'
import { targets } from './machine/targets.ts'
import type { Options } from './test.ts'

/** One set of specs, two targets. `npm run e2e -- --project desktop toggle` runs some of them. */
export default defineConfig<Options>({
  testDir: '.',
  outputDir: '../e2e-output',
  globalSetup: fileURLToPath(new URL('machine/global-setup.js', import.meta.url)),
  reporter: [['list'], ['./skipped.js'] satisfies ReporterDescription],
  // One app at a time: each works on all cores, and several would judge each other's speed.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // Generous: nothing here is to fail because the machine does something else as well.
  timeout: 180_000,
  globalTimeout: 12 * 60_000,
  expect: { timeout: 40_000 },
  projects: [
    ...targets.map((target) => ({ name: target, testMatch: 'specs/*.spec.js', use: { target } })),
    ...targets.map((target) => ({
      name: `screenshots-${target}`,
      testMatch: 'screenshots/*.shots.js',
      use: { target },
    })),
  ],
})
