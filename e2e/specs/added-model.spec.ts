import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { openCatalogue } from '../../native-models/models/catalogue.ts'
import { exportVariant } from '../../native-models/models/export.ts'
import { readLabels } from '../../native-models/models/import/label-list.ts'
import { importOnnx } from '../../native-models/models/import/onnx.ts'
import { addVariant } from '../../native-models/models/user-variants.ts'
import { texts } from '../../renderer/texts.ts'
import { jester, jumpingJacks, whyNoRealClips } from '../camera/clips.ts'
import { expect, test } from '../test.ts'

const words = texts.models.import

test.describe('a model that the user adds', () => {
  test('as one ONNX file is dropped on the window, tells about itself, and runs live', async ({ folder, app, ui }) => {
    const file = join(folder, 'added.onnx')
    writeFileSync(file, exportVariant(await openCatalogue().load('res34-se-im-net/everyday'), 'onnx'))
    await app.dropFiles([file])
    const dialog = ui.page.getByRole('dialog', { name: words.title })
    await expect(dialog).toContainText(basename(file))
    await dialog.getByRole('button', { name: words.add }).click()
    await dialog.getByRole('button', { name: words.useNow }).click()
    await ui.view('live')
    await ui.startCamera()
    await expect(ui.scores(0).first()).toContainText(jumpingJacks.label)
  })

  test('can be removed again', async ({ folder, app, ui }) => {
    const file = join(folder, 'added.onnx')
    writeFileSync(file, exportVariant(await openCatalogue().load('res34-se-im-net/everyday'), 'onnx'))
    await app.dropFiles([file])
    const dialog = ui.page.getByRole('dialog', { name: words.title })
    await dialog.getByRole('button', { name: words.add }).click()
    await dialog.getByRole('button', { name: words.close, exact: true }).last().click()
    await ui.view('models')
    const card = ui.page.getByRole('article').filter({ hasText: 'onnx/everyday' })
    await expect(card).toBeVisible()
    const before = (await ui.variantTitles()).length
    await card.getByRole('button', { name: /^More for/ }).click()
    await ui.page.getByRole('menuitem', { name: texts.models.remove }).click()
    await ui.page.getByRole('dialog').getByRole('button', { name: texts.models.removeNow }).click()
    await expect(card).toHaveCount(0)
    await expect.poll(async () => (await ui.variantTitles()).length).toBe(before - 1)
  })

  test('as what is no model is refused in words', async ({ folder, app, ui }) => {
    const file = join(folder, 'letter.onnx')
    writeFileSync(file, 'Dear reader, this is no graph.')
    await app.dropFiles([file])
    const dialog = ui.page.getByRole('dialog', { name: words.title })
    await expect(dialog.getByRole('alert')).toContainText('letter.onnx')
    await expect(dialog.getByRole('button', { name: words.add })).toHaveCount(0)
  })
})

test.describe('a network of others, on real video', () => {
  test.skip(jester === undefined, whyNoRealClips)
  test.use({ clip: jester?.swipingLeft ?? jumpingJacks })

  test('names gestures live', async ({ models, app, ui }) => {
    const { file } = jester!
    const labels = await readLabels({ labels: 'jester' })
    const options = { labels, range: [0, 255], mean: [114.7748, 107.7354, 99.475], stride: 2, rate: 10 } as const
    await addVariant(openCatalogue({ user: models }), await importOnnx(file, { ...options, title: 'Jester' }))
    await app.relaunch()
    await ui.variants.filter({ hasText: 'Jester' }).click()
    await ui.startCamera()
    await expect(ui.scores(0).first()).toContainText(jester!.swipingLeft.label)
  })
})
