import { texts } from '../../renderer/texts.ts'
import { jumpingJacks, realWaving, whyNoRealClips } from '../camera/clips.ts'
import { expect, test } from '../test.ts'

test.describe('live', () => {
  test('says first that it warms up, then what is done', async ({ ui }) => {
    await expect(ui.cameraView).toContainText(texts.live.camera.off)
    const overlay = await ui.watchOverlay()
    await ui.startCamera()
    await expect(ui.label).toHaveText(jumpingJacks.label)
    await expect.poll(overlay).toContain(jumpingJacks.label)
    const words = await overlay()
    const warming = words.findIndex((word) => /^warming up \d+\/16$/.test(word))
    expect(warming, words.join(', ')).toBeGreaterThanOrEqual(0)
    expect(warming, words.join(', ')).toBeLessThan(words.indexOf(jumpingJacks.label))
    await expect(ui.scores(0).first()).toContainText(jumpingJacks.label)
    await expect(ui.device).toHaveText(/cpu|webgpu|cuda|coreml|directml/)
  })

  test('shows every picture of the camera, and how fast it goes', async ({ ui }) => {
    const { numbers } = texts.live
    await ui.startCamera()
    await ui.recognizes()
    for (const name of [numbers.camera, numbers.passes]) await expect(ui.number(name)).toHaveText(/^\d+\.\d\/s$/)
    for (const name of [numbers.encode, numbers.clip, numbers.total, numbers.latency])
      await expect(ui.number(name)).toHaveText(/^\d+ ms$/)
    await expect(ui.number(numbers.dropped)).toHaveText(/^\d+/)
    // As fast as the <video> itself says, whatever the machine leaves to it.
    await expect
      .poll(async () => {
        const speed = await ui.shownSpeed(2000)
        return Math.abs(parseFloat(await ui.number(numbers.camera).innerText()) / speed - 1)
      })
      .toBeLessThan(1 / 3)
  })

  test('writes down what held, when it has ended', async ({ app, ui }) => {
    await ui.startCamera()
    await expect(ui.label).toHaveText(jumpingJacks.label)
    await ui.button(texts.live.camera.turnOff).click()
    await ui.startCamera()
    const row = ui.log.filter({ hasText: jumpingJacks.label })
    await expect(row.first()).toBeVisible()
    await ui.button(texts.live.log.copy).click()
    await expect(ui.messages).toContainText(/copied/)
    expect(await app.copied()).toContain(jumpingJacks.label)
    await ui.button(texts.live.log.clear).click()
    await expect(ui.page.getByText(texts.live.log.empty)).toBeVisible()
  })

  test('stands still while it is paused', async ({ ui }) => {
    await ui.startCamera()
    await ui.recognizes()
    await ui.page.keyboard.press('Space')
    await expect(ui.cameraView.getByRole('status').filter({ hasText: texts.live.paused })).toBeVisible()
    const standing = await ui.videoTime()
    await expect(ui.number(texts.live.numbers.passes)).toHaveText(texts.live.numbers.none)
    expect(await ui.videoTime()).toBe(standing)
    await ui.button(texts.live.source.resume).click()
    await expect.poll(() => ui.videoTime()).toBeGreaterThan(standing)
    await expect(ui.number(texts.live.numbers.passes)).toHaveText(/s$/)
  })
})

test.describe('live, on real video', () => {
  test.skip(realWaving === undefined, whyNoRealClips)
  test.use({ clip: realWaving ?? jumpingJacks })
  test('says what is done', async ({ ui }) => {
    await ui.startCamera()
    await expect(ui.label).toHaveText(realWaving!.label)
  })
})
