import { copyFileSync, linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '../app/app.ts'
import type { DesktopApp } from '../app/desktop.ts'
import { root } from '../machine/targets.ts'
import { expect, test } from '../test.ts'

/** A hundred variants of the user, all with a title of three hundred characters. */
function manyVariants(models: string): void {
  const shipped = join(root, 'native-models/models/res34-se-im-net.everyday')
  const manifest = JSON.parse(readFileSync(join(shipped, 'manifest.json'), 'utf8')) as Record<string, unknown>
  for (let i = 0; i < 100; i++) {
    const folder = join(models, `long-${i}`)
    mkdirSync(folder)
    const [weights, first] = [folder, join(models, 'long-0')].map((each) => join(each, 'weights.safetensors'))
    if (i === 0) copyFileSync(join(shipped, 'weights.safetensors'), weights!)
    else linkSync(first!, weights!)
    const own = { ...manifest, id: `res34-se-im-net/long-${i}`, title: `Long ${'and longer '.repeat(30)}` }
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(own))
  }
}

test('the menu follows the page, whatever variants are called and however many there are', async ({
  models,
  app,
  ui,
}) => {
  test.skip(app.kind === 'browser', 'Only the desktop has a menu.')
  manyVariants(models)
  await app.relaunch()
  await ui.startCamera()
  const { electron } = app as App & Pick<DesktopApp, 'electron'>
  const item = (id: string): Promise<{ label: string; enabled: boolean } | undefined> =>
    electron.evaluate(({ Menu }, id) => {
      const found = Menu.getApplicationMenu()?.getMenuItemById(id)
      return found ? { label: found.label, enabled: found.enabled } : undefined
    }, id)
  await expect.poll(() => item('variant-9')).toMatchObject({ label: expect.stringMatching(/^Long and .*…$/) })
  await expect.poll(() => item('snapshot')).toMatchObject({ enabled: true })
})
