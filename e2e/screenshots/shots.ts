/** Takes one picture of the window in each theme, 1280 x 800, small enough for a repository. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import sharp from 'sharp'
import type { App } from '../app/app.ts'
import { jumpingJacks } from '../camera/clips.ts'
import { root } from '../machine/targets.ts'
import type { Ui } from '../ui.ts'

const folder = join(root, 'docs/screenshots')

export class Shots {
  readonly #app: App
  readonly #ui: Ui

  static async of(app: App, ui: Ui): Promise<Shots> {
    await app.resize(1280, 800)
    await expect.poll(() => ui.page.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800])
    await expect(ui.device).toHaveText(/cpu|webgpu|cuda|coreml|directml/) // the model is loaded
    return new Shots(app, ui)
  }

  private constructor(app: App, ui: Ui) {
    this.#app = app
    this.#ui = ui
  }

  get page() {
    return this.#app.page
  }

  /** Until histories hold most of what they show: the first seconds are not what the app looks like. */
  async settle(): Promise<void> {
    await this.page.waitForTimeout(20_000)
  }

  /** As `take`, at a moment at which the right label is shown. */
  async whileLabelled(name: string): Promise<void> {
    await this.#inBothThemes(name, async () => {
      await expect(this.#ui.label).toContainText(jumpingJacks.label, { timeout: 60_000 })
    })
  }

  async take(name: string): Promise<void> {
    await this.#inBothThemes(name, () => Promise.resolve())
  }

  async #inBothThemes(name: string, ready: () => Promise<void>): Promise<void> {
    mkdirSync(folder, { recursive: true })
    for (const scheme of ['dark', 'light'] as const) {
      await this.#setTheme(scheme)
      await ready()
      await this.page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => 0))))
      const png = await this.page.screenshot({ scale: 'css' })
      // 256 colours are a third of the bytes, and hardly to be seen.
      await sharp(png)
        .png({ palette: true, colours: 256, dither: 0, effort: 10 })
        .toFile(join(folder, `${name}-${scheme}.png`))
    }
    await this.#setTheme('dark')
  }

  /** Beside the app's own command, which an open dialog would keep from the keys. */
  async #setTheme(theme: 'dark' | 'light'): Promise<void> {
    await this.page.evaluate((wanted) => {
      document.documentElement.dataset['theme'] = wanted
    }, theme)
  }
}
