import { texts } from '../../renderer/texts.ts'
import { expect, test } from '../test.ts'

test.describe('kill -9 of the recognizer', () => {
  test('is one quiet line; the picture goes on, and so does recognition, by itself', async ({ app, ui }) => {
    await ui.startCamera()
    await ui.recognizes()
    const then = await ui.shownFrames()
    await app.killRecognizer()
    await expect(ui.messages).toContainText(texts.recognizer.backAgain)
    await ui.recognizes()
    expect(await ui.shownFrames()).toBeGreaterThan(then)
    await expect(ui.banner).toHaveCount(0)
    await expect(ui.messages.getByRole('listitem')).toHaveCount(1)
  })

  test('too often: it asks, and starting it again works', async ({ app, ui }) => {
    await ui.startCamera()
    await ui.recognizes()
    await app.exhaustRecognizer()
    await expect(ui.banner).toContainText(texts.recognizer.stopped)
    await expect.poll(() => ui.shownFrames()).toBeGreaterThan(await ui.shownFrames())
    await app.repairRecognizer()
    await ui.banner.getByRole('button', { name: texts.recognizer.startAgain }).click()
    await ui.recognizes()
    await expect(ui.banner).toHaveCount(0)
  })
})
