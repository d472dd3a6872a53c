import { texts } from '../../renderer/texts.ts'
import { expect, test } from '../test.ts'

test('the presentation shows picture and label alone, and Escape leaves it', async ({ ui }) => {
  await ui.startCamera()
  await ui.recognizes()
  await ui.page.keyboard.press('p')
  await expect(ui.page.getByText(texts.live.leavePresentation)).toBeVisible()
  await expect(ui.page.getByRole('navigation')).toHaveCount(0)
  await expect(ui.page.getByRole('button')).toHaveCount(0)
  const { width } = (await ui.video.boundingBox())!
  expect(width).toBeGreaterThan(0.75 * (await ui.page.evaluate(() => innerWidth)))
  await expect(ui.label).not.toHaveText('')
  await ui.page.keyboard.press('Escape')
  await expect(ui.page.getByRole('navigation')).toBeVisible()
})

test('full screen by key, and Escape leaves it', async ({ app, ui }) => {
  await ui.page.keyboard.press('f')
  await expect.poll(() => app.isFullScreen()).toBe(true)
  await ui.page.keyboard.press('Escape')
  await expect.poll(() => app.isFullScreen()).toBe(false)
})

test('who wants no motion gets none', async ({ ui }) => {
  await ui.page.emulateMedia({ reducedMotion: 'reduce' })
  await ui.startCamera()
  await ui.recognizes()
  await ui.page.keyboard.press('?')
  await expect(ui.dialog).toBeVisible()
  const longest = await ui.page.evaluate(() => {
    const times = [...document.querySelectorAll('*')].flatMap((element) => {
      const { transitionDuration, animationDuration, animationName } = getComputedStyle(element)
      return [...transitionDuration.split(','), ...(animationName === 'none' ? [] : animationDuration.split(','))]
    })
    return Math.max(...times.map((time) => parseFloat(time) * (time.trim().endsWith('ms') ? 1 : 1000)))
  })
  expect(longest).toBeLessThanOrEqual(1)
})
