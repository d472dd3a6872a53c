import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { tinyVariant } from '../../native-models/models/tiny-variant.fixture.ts'
import { texts } from '../../renderer/texts.ts'
import { findGpu, loseGpu, makeLayer, removeLayer, softwareGpu, whyNoSoftwareGpu } from '../machine/gpu/software-gpu.ts'
import { expect, test } from '../test.ts'
import type { Ui } from '../ui.ts'

test.skip(whyNoSoftwareGpu !== undefined, whyNoSoftwareGpu)
test.use({ environment: softwareGpu })
test.beforeAll(makeLayer)
test.afterEach(findGpu)
test.afterAll(removeLayer)

/** One after another. */
async function choose(ui: Ui, ...devices: readonly (keyof typeof texts.settings.devices)[]): Promise<void> {
  await ui.page.keyboard.press(',')
  for (const device of devices) {
    await ui.dialog.getByRole('radio', { name: texts.settings.devices[device] }).check()
  }
  await ui.page.keyboard.press('Escape')
}

/** So many further passes have been made. */
const passes = (ui: Ui): Promise<void> => expect(ui.number(texts.live.numbers.passes)).toHaveText(/^\d+\.\d\/s$/)

test('a GPU that is lost in mid-recognition: the cpu goes on, which is said, and the GPU can be had again', async ({
  models,
  app,
  ui,
}) => {
  test.setTimeout(240_000) // a GPU in software, which compiles its shaders each time
  // Untrained, but so small that this GPU is fast enough for it.
  cpSync(tinyVariant().folder, join(models, 'tiny'), { recursive: true })
  await app.relaunch()
  await ui.variants.filter({ hasText: 'Tiny' }).click()
  await choose(ui, 'webgpu')
  await expect(ui.device).toContainText('webgpu', { timeout: 60_000 })
  await ui.startCamera()
  await expect(ui.scores(0).first()).toContainText('%', { timeout: 60_000 })
  await passes(ui)

  const shown = await ui.shownFrames()
  loseGpu()
  await expect(ui.messages).toContainText(texts.live.deviceLost('webgpu', 'cpu'), { timeout: 60_000 })
  await expect(ui.device).toContainText('cpu')
  await passes(ui)
  expect(await ui.shownFrames()).toBeGreaterThan(shown)
  await expect(ui.banner).toHaveCount(0)

  findGpu()
  await choose(ui, 'auto', 'webgpu')
  await expect(ui.device).toContainText('webgpu', { timeout: 60_000 })
  await passes(ui)
})
