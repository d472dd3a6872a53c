import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { texts } from '../../renderer/texts.ts'
import { jumpingJacks } from '../camera/clips.ts'
import { root } from '../machine/targets.ts'
import { expect, test } from '../test.ts'

const smallest = [900, 600] as const

test('before the first picture it says what can be done, and what it knows', async ({ ui }) => {
  await expect(ui.cameraView).toContainText(texts.live.camera.off)
  await expect(ui.cameraView.getByRole('button', { name: texts.commands['open-files'] })).toBeVisible()
  await ui.button(texts.live.panel.knows(34)).click()
  await expect(ui.page.getByText(texts.models.classes(34)).first()).toBeVisible()
})

test('in the smallest window, nine models can be told apart and chosen', async ({ models, app, ui }) => {
  for (let n = 3; n <= 9; n++) {
    const folder = join(models, `copy-${n}`)
    cpSync(join(root, 'native-models/models/res34-se-im-net.everyday'), folder, { recursive: true })
    const path = join(folder, 'manifest.json')
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    const title = `Copy ${n} with a title that is far too long for its place`
    writeFileSync(path, JSON.stringify({ ...manifest, id: `res34-se-im-net/copy-${n}`, title }))
  }
  await app.relaunch()
  await app.resize(...smallest)
  await expect(ui.variants).toHaveCount(9)
  await ui.variants.nth(5).click()
  await expect(ui.variants.nth(5)).toHaveAttribute('aria-pressed', 'true')
  await ui.command('compare').click()
  for (let i = 0; i < 9; i++) {
    await expect(ui.variants.nth(i)).toHaveAccessibleName(/^\d \D+/)
    await expect(ui.variants.nth(i).locator('kbd')).toBeInViewport({ ratio: 1 })
  }
  const shown = await ui.page
    .locator('.variant-title')
    .evaluateAll((titles) => titles.map((title) => title.getBoundingClientRect().width).filter((width) => width > 1))
  expect(shown).toHaveLength(2)
  for (const width of shown) expect(width).toBeGreaterThan(40)
  await expect(ui.command('shortcuts')).toBeInViewport({ ratio: 1 })
})

for (const [width, height] of [smallest, [1280, 800], [1920, 1080]] as const)
  test(`at ${width} x ${height} the settings lie over the panel, and hide no number`, async ({ app, ui }) => {
    await app.resize(width, height)
    await ui.page.keyboard.press(',')
    const drawer = (await ui.dialog.boundingBox())!
    const numbers = (await ui.page.locator('.numbers').boundingBox())!
    expect(drawer.x).toBeGreaterThanOrEqual(numbers.x + numbers.width)
    for (const name of ['settings', 'record'] as const) await expect(ui.command(name)).toBeInViewport({ ratio: 1 })
  })

test('heads of columns stand over their numbers, and an event has the colour of its label', async ({ app, ui }) => {
  await app.dropFiles([jumpingJacks.path])
  await ui.isDone('jumping-jacks.mp4')
  const mark = (await ui.events.first().locator('.results-event-mark').boundingBox())!
  expect(mark.height).toBeGreaterThan(20)
  await ui.button(texts.files.layouts.table).click()
  const end = (selector: string): Promise<number> =>
    ui.table.locator(selector).evaluate((cell) => {
      const words = document.createRange()
      words.selectNodeContents(cell.querySelector('button')?.firstChild ?? cell)
      return words.getBoundingClientRect().right
    })
  for (const column of ['duration', 'score', 'events'])
    expect(await end(`[role=gridcell].file-table-${column}`)).toBeCloseTo(
      await end(`[role=columnheader].file-table-${column}`),
      0,
    )
})
