import { texts } from '../../renderer/texts.ts'
import { expect, test } from '../test.ts'

test.describe('kill -9 of the recogniser', () => {
  test('is one quiet line; the picture goes on, and so does recognition, by itself', async ({ app, ui }) => {
    await ui.startCamera()
    await ui.recognises()
    const then = await ui.shownFrames()
    await app.killRecogniser()
    await expect(ui.messages).toContainText(texts.recogniser.backAgain)
    await ui.recognises()
    expect(await ui.shownFrames()).toBeGreaterThan(then)
    await expect(ui.banner).toHaveCount(0)
    await expect(ui.messages.getByRole('listitem')).toHaveCount(1)
  })

  test('too often: it asks, and starting it again works', async ({ app, ui }) => {
    await ui.startCamera()
    await ui.recognises()
    await app.exhaustRecogniser()
    await expect(ui.banner).toContainText(texts.recogniser.stopped)
    await expect.poll(() => ui.shownFrames()).toBeGreaterThan(await ui.shownFrames())
    await app.repairRecogniser()
    await ui.banner.getByRole('button', { name: texts.recogniser.startAgain }).click()
    await ui.recognises()
    await expect(ui.banner).toHaveCount(0)
  })
})
