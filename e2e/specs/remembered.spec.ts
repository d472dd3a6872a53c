import { texts } from '../../renderer/texts.ts'
import { expect, test } from '../test.ts'

test('settings, view, variant and camera are as they were when the app is opened again', async ({ app, ui }) => {
  await ui.startCamera()
  await ui.recognizes()
  await ui.page.keyboard.press('2')
  await expect(ui.variants.nth(1)).toHaveAttribute('aria-pressed', 'true')
  await ui.page.keyboard.press('m')
  await ui.page.keyboard.press('t')
  const theme = await ui.page.evaluate(() => document.documentElement.dataset['theme'])
  await ui.page.keyboard.press(',')
  await ui.dialog.getByRole('slider', { name: texts.settings.threshold }).fill('0.3')
  await ui.page.keyboard.press('Escape')

  await app.relaunch()
  await ui.recognizes() // the camera is on again by itself
  await expect(ui.variants.nth(1)).toHaveAttribute('aria-pressed', 'true')
  await expect(ui.command('mirror')).toHaveAttribute('aria-pressed', 'false')
  expect(await ui.page.evaluate(() => document.documentElement.dataset['theme'])).toBe(theme)
  await ui.page.keyboard.press(',')
  await expect(ui.dialog.getByRole('slider', { name: texts.settings.threshold })).toHaveValue('0.3')
  await ui.page.keyboard.press('Escape')

  await ui.view('models')
  await app.relaunch()
  await expect(ui.page.getByRole('article').first()).toBeVisible()
})
