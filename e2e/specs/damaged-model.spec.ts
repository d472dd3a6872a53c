import { cpSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { texts } from '../../renderer/texts.ts'
import { root } from '../machine/targets.ts'
import { expect, test } from '../test.ts'

/** A variant of the user: the shipped one under another name. Returns its folder. */
function ownVariant(models: string): string {
  const folder = join(models, 'mine')
  cpSync(join(root, 'native-models/models/res34-se-im-net.everyday'), folder, { recursive: true })
  const path = join(folder, 'manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  writeFileSync(path, JSON.stringify({ ...manifest, id: 'res34-se-im-net/mine', title: 'Mine' }))
  return folder
}

test('a variant whose weights are cut off is refused in words, and the one before it stays', async ({
  models,
  app,
  ui,
}) => {
  truncateSync(join(ownVariant(models), 'weights.safetensors'), 1_000_000)
  await app.relaunch()
  await expect(ui.variants.filter({ hasText: 'Mine' })).toBeVisible()
  await ui.startCamera()
  await ui.recognizes()
  const [first] = await ui.variantTitles()
  await ui.variants.filter({ hasText: 'Mine' }).click()
  await expect(ui.messages).toContainText('weights.safetensors')
  await expect(ui.variants.filter({ hasText: first! })).toHaveAttribute('aria-pressed', 'true')
  await ui.recognizes()
})

test('a variant that is no variant is told of, and the others run', async ({ models, app, ui }) => {
  writeFileSync(join(ownVariant(models), 'manifest.json'), '{ "format": 1, "id": ')
  await app.relaunch()
  await ui.startCamera()
  await ui.recognizes()
  await ui.view('models')
  await expect(ui.page.getByRole('article').filter({ hasText: texts.models.damaged('mine') })).toBeVisible()
})
