import type { Locator } from '@playwright/test'
import { texts } from '../../renderer/texts.ts'
import { expect, test } from '../test.ts'
import type { Ui } from '../ui.ts'

const words = texts.settings

const memory = (ui: Ui, rule: keyof typeof words.memories): Locator =>
  ui.dialog.getByRole('radiogroup', { name: words.memory }).getByRole('radio', { name: words.memories[rule].text })

const refresh = (ui: Ui): Locator => ui.dialog.getByRole('combobox', { name: words.refresh })

test('the memory of the paper’s text is chosen, recognizes, is remembered, and is set back with the others', async ({
  app,
  ui,
}) => {
  await ui.startCamera()
  await ui.recognizes()
  await ui.page.keyboard.press(',')
  await expect(memory(ui, 'slots')).toBeChecked()
  await expect(refresh(ui)).toHaveValue('4')
  await memory(ui, 'halving').check()
  await expect(refresh(ui)).toBeDisabled() // it has a pass a clip, whatever was chosen
  await expect(refresh(ui)).toHaveValue('1')
  await ui.page.keyboard.press('Escape')

  await app.relaunch()
  await ui.recognizes()
  await ui.page.keyboard.press(',')
  await expect(memory(ui, 'halving')).toBeChecked()
  await ui.dialog.getByRole('button', { name: words.reset }).click()
  await expect(memory(ui, 'slots')).toBeChecked()
  await expect(refresh(ui)).toHaveValue('4')
})
