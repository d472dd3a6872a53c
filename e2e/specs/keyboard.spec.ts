import { texts } from '../../renderer/texts.ts'
import { bending, jumpingJacks } from '../camera/clips.ts'
import { expect, test } from '../test.ts'
import type { Ui } from '../ui.ts'

/** Presses Tab until the focus is on something of this name, as far as a person would. */
async function tabTo(ui: Ui, name: string | RegExp): Promise<void> {
  const seen: string[] = []
  for (let i = 0; i < 60; i++) {
    await ui.page.keyboard.press('Tab')
    const focused = await ui.page.evaluate(() => {
      const element = document.activeElement
      return element?.getAttribute('aria-label') ?? element?.textContent.trim() ?? ''
    })
    seen.push(focused)
    if (typeof name === 'string' ? focused === name : name.test(focused)) return
  }
  throw new Error(`Tab does not lead to ${String(name)}, but to: ${seen.join(' | ')}`)
}

test('the camera is turned on, toggled, compared, paused and turned off by keys alone', async ({ ui }) => {
  await tabTo(ui, texts.live.camera.turnOn)
  await ui.page.keyboard.press('Enter')
  await ui.recognizes()
  await ui.page.keyboard.press('2')
  await expect(ui.variants.nth(1)).toHaveAttribute('aria-pressed', 'true')
  await ui.page.keyboard.press('c')
  await expect(ui.page.locator('.lane-rows')).toHaveCount(2)
  await ui.page.keyboard.press('c')
  await expect(ui.page.locator('.lane-rows')).toHaveCount(1)
  await tabTo(ui, texts.commands.pause)
  await ui.page.keyboard.press('Space')
  await expect(ui.cameraView).toContainText(texts.live.paused)
  await ui.page.keyboard.press('Space')
  await expect(ui.cameraView).not.toContainText(texts.live.paused)
  await tabTo(ui, texts.live.camera.turnOff)
  await ui.page.keyboard.press('Enter')
  await expect(ui.cameraView).toContainText(texts.live.camera.off)
})

test('what has the focus can be seen', async ({ ui }) => {
  for (let i = 0; i < 12; i++) {
    await ui.page.keyboard.press('Tab')
    const ring = await ui.page.evaluate(() => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement!)
      return { outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0, shadowed: boxShadow !== 'none' }
    })
    expect(ring.outlined || ring.shadowed, await ui.page.evaluate(() => document.activeElement!.outerHTML)).toBe(true)
  }
})

test('views, dialogs and settings are reached and left by keys alone', async ({ ui }) => {
  await ui.page.keyboard.press('Control+2')
  await expect(ui.page.getByText(texts.files.emptyTitle)).toBeVisible()
  await ui.page.keyboard.press('Control+3')
  await expect(ui.page.getByRole('article').first()).toBeVisible()
  await ui.page.keyboard.press('?')
  await expect(ui.dialog).toContainText(texts.commands.snapshot)
  await ui.page.keyboard.press('Escape')
  await expect(ui.dialog).toHaveCount(0)
  await ui.page.keyboard.press(',')
  const slider = ui.dialog.getByRole('slider', { name: texts.settings.threshold })
  const own = await slider.inputValue() // as the model says
  const more = (Number(own) + 0.01).toFixed(2)
  await tabTo(ui, texts.settings.threshold).catch(() => slider.focus())
  await ui.page.keyboard.press('ArrowRight')
  await expect(slider).toHaveValue(String(Number(more)))
  await tabTo(ui, texts.settings.reset)
  await ui.page.keyboard.press('Enter')
  await expect(slider).toHaveValue(own)
  await ui.page.keyboard.press('Escape')
  await expect(ui.dialog).toHaveCount(0)
})

test('videos are chosen, played, sought and exported by keys alone', async ({ app, ui }) => {
  await app.dropFiles([jumpingJacks.path, bending.path])
  await ui.isDone('jumping-jacks.mp4')
  await ui.isDone('bending.mp4')
  await tabTo(ui, /jumping-jacks/)
  await ui.page.keyboard.press('ArrowDown')
  await expect(ui.whole).toContainText(bending.label)
  await tabTo(ui, texts.files.timeLine)
  await ui.page.keyboard.press('ArrowRight')
  await expect.poll(async () => Number(await ui.timeLine.getAttribute('aria-valuenow'))).toBeCloseTo(1, 0)
  await ui.page.keyboard.press('Control+e')
  await expect(ui.dialog).toBeVisible()
  await tabTo(ui, texts.files.save)
  await ui.page.keyboard.press('Enter')
  await expect.poll(async () => (await app.saved()).length).toBe(1)
})
