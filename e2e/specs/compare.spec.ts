import { texts } from '../../renderer/texts.ts'
import { expect, test } from '../test.ts'

test('two variants see the same pictures side by side, and their agreement is counted', async ({ ui }) => {
  await ui.startCamera()
  await ui.recognizes()
  const overlay = await ui.watchOverlay()
  const [first, second] = await ui.variantTitles()
  await ui.page.keyboard.press('c')
  await expect(ui.spoken.nth(1)).toHaveText(new RegExp(`^${second!}: `))
  await expect(ui.spoken.nth(0)).toHaveText(new RegExp(`^${first!}: `))
  for (const title of [first!, second!])
    await expect(ui.page.getByRole('list', { name: texts.live.panel.scoresOf(title) })).toContainText('%')
  await expect.poll(overlay).toEqual(expect.arrayContaining([first, second]))

  await expect(ui.page.locator('.agreement-share')).toHaveText(/^\d+% of \d+$/)
  for (const nth of [0, 1]) await expect(ui.variants.nth(nth)).toHaveAttribute('aria-pressed', 'true')

  await ui.command('compare').click()
  await expect(ui.page.getByRole('list', { name: texts.live.panel.scoresOf(second!) })).toHaveCount(0)
  await ui.recognizes()
})
