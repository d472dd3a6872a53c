import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { texts } from '../../renderer/texts.ts'
import { jumpingJacks } from '../camera/clips.ts'
import { expect, test } from '../test.ts'
import type { Ui } from '../ui.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** What axe finds, as far as it keeps people from using the app. */
async function grave(ui: Ui): Promise<readonly string[]> {
  await ui.page.evaluate(axe) // the policy of the page allows no script element
  // Colours that are on their way to others are judged where they arrive.
  await ui.page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => 0))))
  const violations = await ui.page.evaluate(async () => {
    const { axe: loaded } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
    return (await loaded.run()).violations
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
    )
}

async function inBothThemes(ui: Ui): Promise<void> {
  for (let i = 0; i < 2; i++) {
    expect(await grave(ui)).toEqual([])
    await ui.page.keyboard.press('t')
  }
}

test.describe('axe finds nothing serious or critical, in both themes', () => {
  test('live, before the camera is on', async ({ ui }) => {
    await inBothThemes(ui)
  })

  test('live, with labels, events and a comparison', async ({ ui }) => {
    await ui.startCamera()
    await ui.recognizes()
    await ui.page.keyboard.press('c')
    await ui.recognizes(1)
    await inBothThemes(ui)
  })

  test('live, refused', async ({ app, ui }) => {
    await app.denyCamera()
    await ui.askForCamera()
    await expect(ui.cameraView).toContainText(texts.live.camera.denied)
    await inBothThemes(ui)
  })

  test('files: none, one that is looked at, all as a table', async ({ app, ui }) => {
    await ui.view('files')
    await inBothThemes(ui)
    await app.dropFiles([jumpingJacks.path])
    await ui.isDone('jumping-jacks.mp4')
    await inBothThemes(ui)
    await ui.button(texts.files.layouts.table).click()
    await expect(ui.table).toBeVisible()
    await inBothThemes(ui)
  })

  test('models', async ({ ui }) => {
    await ui.view('models')
    await expect(ui.page.getByRole('article').first()).toBeVisible()
    await inBothThemes(ui)
  })

  for (const dialog of ['settings', 'shortcuts'] as const)
    test(dialog, async ({ ui }) => {
      for (let i = 0; i < 2; i++) {
        await ui.page.keyboard.press(dialog === 'settings' ? ',' : '?')
        await expect(ui.dialog).toBeVisible()
        expect(await grave(ui)).toEqual([])
        await ui.page.keyboard.press('Escape')
        await expect(ui.dialog).toHaveCount(0)
        await ui.page.keyboard.press('t')
      }
    })
})
