/** What a person finds in the window, by role and name: the specs speak of these, never of the page's structure. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { CommandName } from '../renderer/commands.ts'
import { texts } from '../renderer/texts.ts'

export class Ui {
  readonly #page: () => Page

  /** A relaunched app has another page. */
  constructor(page: () => Page) {
    this.#page = page
  }

  get page(): Page {
    return this.#page()
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  command(name: CommandName): Locator {
    return this.button(texts.commands[name])
  }

  // What is always there

  async view(name: 'live' | 'files' | 'models'): Promise<void> {
    await this.page
      .getByRole('navigation')
      .getByRole('button', { name: texts.commands[`view-${name}`] })
      .click()
  }

  get messages(): Locator {
    return this.page.getByRole('log', { name: texts.notices.name })
  }

  get device(): Locator {
    return this.page.locator('.device-chip')
  }

  /** The switch between variants, in the order of their keys. */
  get variants(): Locator {
    return this.page.getByRole('group', { name: texts.variants.name }).getByRole('button')
  }

  async variantTitles(): Promise<readonly string[]> {
    return this.page.locator('.variant-title').allInnerTexts()
  }

  /** The quiet line about the recognizer. */
  get banner(): Locator {
    return this.page.locator('.recognizer-banner')
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  // Live

  /** Does not wait for what becomes of it. */
  async askForCamera(): Promise<void> {
    await this.cameraView.getByRole('button', { name: texts.live.camera.turnOn }).click()
  }

  /** Turns it on, and waits until there are frames. */
  async startCamera(): Promise<void> {
    await this.askForCamera()
    await expect.poll(() => this.shownFrames()).toBeGreaterThan(0)
  }

  /** A pass has been made of what the camera shows now. */
  async recognizes(lane: 0 | 1 = 0): Promise<void> {
    await expect(this.scores(lane).first()).toContainText('%')
  }

  get cameraView(): Locator {
    return this.page.getByRole('region', { name: texts.live.picture })
  }

  get video(): Locator {
    return this.cameraView.locator('video')
  }

  /** What a screen reader says of each variant that runs: its label, or that it has none. */
  get spoken(): Locator {
    return this.cameraView.locator('[aria-live=polite]')
  }

  /** Of the first variant. */
  get label(): Locator {
    return this.spoken.first()
  }

  /** The best labels of the first or second variant, best first. */
  scores(lane: 0 | 1): Locator {
    return this.page.locator('.lane-rows').nth(lane).getByRole('listitem')
  }

  number(name: string): Locator {
    return this.page
      .locator('.numbers-cell')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .locator('dd')
  }

  get log(): Locator {
    return this.page.getByRole('region', { name: texts.live.log.name }).getByRole('row')
  }

  /**
   * From now on notes what is drawn as words on the canvas over the picture, which only eyes can read otherwise. Returns
   * how to read them.
   */
  async watchOverlay(): Promise<() => Promise<readonly string[]>> {
    await this.page.evaluate(() => {
      const drawn = new Set<string>()
      Reflect.set(window, 'drawnWords', drawn)
      const { prototype } = CanvasRenderingContext2D
      const fillText: (text: string, x: number, y: number) => void = Reflect.get(prototype, 'fillText')
      Reflect.set(prototype, 'fillText', function (this: CanvasRenderingContext2D, text: string, x: number, y: number) {
        if (text.length > 1) drawn.add(text)
        fillText.call(this, text, x, y)
      })
    })
    return () => this.page.evaluate(() => [...(Reflect.get(window, 'drawnWords') as Set<string>)])
  }

  pictureSize(): Promise<readonly [number, number]> {
    return this.video.evaluate((video: HTMLVideoElement) => [video.videoWidth, video.videoHeight])
  }

  /** Seconds of the camera's stream; stands still with the picture. */
  videoTime(): Promise<number> {
    return this.video.evaluate((video: HTMLVideoElement) => video.currentTime)
  }

  /** Whether the picture of the camera moves: frames that were shown so far. */
  shownFrames(): Promise<number> {
    return this.video.evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames)
  }

  /** Frames a second that the <video> shows, over so many milliseconds. */
  shownSpeed(milliseconds: number): Promise<number> {
    return this.video.evaluate(async (video: HTMLVideoElement, milliseconds) => {
      const frames = (): number => video.getVideoPlaybackQuality().totalVideoFrames
      const [first, start] = [frames(), performance.now()]
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      return (1000 * (frames() - first)) / (performance.now() - start)
    }, milliseconds)
  }

  // Files

  /** The videos of the list. */
  get files(): Locator {
    return this.page.getByRole('listbox', { name: texts.files.list }).getByRole('option')
  }

  file(name: string): Locator {
    return this.files.filter({ has: this.page.getByTitle(name, { exact: true }) })
  }

  get table(): Locator {
    return this.page.getByRole('grid', { name: texts.files.list })
  }

  get player(): Locator {
    return this.page.getByRole('region', { name: texts.files.player })
  }

  /** What the whole video shows. */
  get whole(): Locator {
    return this.player.getByRole('heading', { level: 2 })
  }

  get events(): Locator {
    return this.player.locator('.results-event')
  }

  get timeLine(): Locator {
    return this.player.getByRole('slider', { name: texts.files.timeLine })
  }

  /** It was gone through to its end, and is called something. */
  async isDone(name: string): Promise<void> {
    await expect(this.file(name).locator('.file-item-progress')).toHaveCount(0, { timeout: 60_000 })
    await expect(this.file(name).locator('.file-item-score')).toHaveText(/^\d+%$/, { timeout: 60_000 })
    await expect(this.file(name).locator('.file-item-progress')).toHaveCount(0, { timeout: 60_000 })
  }

  /**
   * How much the brightness of the player's picture varies (0 to 255): nothing, where it shows nothing. It is the largest
   * <video> or <canvas> there; which one, is its own affair.
   */
  pictureContrast(): Promise<number> {
    return this.player.evaluate((player) => {
      const isShown = (picture: HTMLVideoElement | HTMLCanvasElement): boolean =>
        picture instanceof HTMLVideoElement ? picture.readyState >= 2 : picture.width > 0 && picture.height > 0
      const pictures = [...player.querySelectorAll<HTMLVideoElement | HTMLCanvasElement>('video, canvas')]
      const contrasts = pictures.map((picture) => {
        if (picture.closest('[role=slider]') !== null || !isShown(picture)) return 0
        const small = new OffscreenCanvas(32, 32)
        const context = small.getContext('2d')!
        context.drawImage(picture, 0, 0, 32, 32)
        const { data } = context.getImageData(0, 0, 32, 32)
        const greens = data.filter((_, i) => i % 4 === 1)
        return Math.max(...greens) - Math.min(...greens)
      })
      return Math.max(0, ...contrasts)
    })
  }

  /** Exports the selected video. `format`: its name in the dialog. */
  async export(format: keyof typeof texts.files.formats): Promise<void> {
    await this.player.getByRole('button', { name: texts.files.export }).click()
    await this.dialog.getByRole('radio', { name: texts.files.formats[format].name }).check()
    await this.dialog.getByRole('button', { name: texts.files.save }).click()
  }
}
