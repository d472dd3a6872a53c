import { texts } from '../../renderer/texts.ts'
import { expect, test } from '../test.ts'

// What a page notices of the computer's sleep: it does not run, and its camera's clock has leapt when it wakes.
test('after a sleep the picture and recognition go on by themselves', async ({ app, ui }) => {
  test.skip(process.platform === 'win32', 'Windows has no signal that stops a process.')
  await ui.startCamera()
  await ui.recognizes()
  const then = await ui.shownFrames()
  await app.sleep(4000)
  await expect.poll(() => ui.shownFrames()).toBeGreaterThan(then + 5)
  await expect(ui.number(texts.live.numbers.passes)).toHaveText(/s$/)
  await ui.recognizes()
  await expect(ui.banner).toHaveCount(0)
})
