/** `test` of all specs: the app, started for each of them in the target of the project, and watched. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import type { App } from './app/app.ts'
import { launchBrowser } from './app/browser.ts'
import { launchDesktop } from './app/desktop.ts'
import { cameraFile } from './camera/camera-file.ts'
import { jumpingJacks, type Clip } from './camera/clips.ts'
import { whyNot, type Target } from './machine/targets.ts'
import { Ui } from './ui.ts'

export interface Options {
  readonly target: Target
  /** What the camera sees. */
  readonly clip: Clip | 'no camera'
  /** Videos of the command line. */
  readonly videos: readonly string[]
  /** Where recordings go, where it is not a folder of the test. */
  readonly recordings: string | undefined
  /** Further variables of the app's environment. */
  readonly environment: Readonly<Record<string, string>>
}

interface Fixtures {
  /** Of this test alone, deleted after it. */
  readonly folder: string
  /** The user's own variants: none, unless the test puts some there before it asks for `app`. */
  readonly models: string
  readonly app: App
  readonly ui: Ui
}

export const test = base.extend<Options & Fixtures>({
  target: ['desktop', { option: true }],
  clip: [jumpingJacks, { option: true }],
  videos: [[], { option: true }],
  recordings: [undefined, { option: true }],
  environment: [{}, { option: true }],

  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'actscope-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  },

  models: async ({ folder }, use) => {
    const models = join(folder, 'models')
    mkdirSync(models)
    await use(models)
  },

  app: async ({ target, clip, videos, recordings, environment, folder, models }, use, testInfo) => {
    const reason = whyNot(target)
    testInfo.skip(reason !== undefined, reason)
    mkdirSync(join(folder, 'saved'))
    mkdirSync(join(folder, 'videos'))
    const launch = target === 'desktop' ? launchDesktop : launchBrowser
    const app = await launch({
      camera: clip === 'no camera' ? 'none' : { film: await cameraFile(clip) },
      files: videos,
      folder,
      models,
      environment,
      recordings: recordings ?? join(folder, 'videos'),
    })
    try {
      await use(app)
      if (testInfo.status !== testInfo.expectedStatus)
        await testInfo.attach('the window', { body: await app.page.screenshot(), contentType: 'image/png' })
    } finally {
      await app.close()
    }
    expect(app.watch.problems, 'errors of the page, broken policies, requests to elsewhere').toEqual([])
  },

  ui: async ({ app }, use) => {
    await use(new Ui(() => app.page))
  },
})

export { expect }
