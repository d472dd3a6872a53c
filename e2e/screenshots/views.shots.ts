/** Every view in both themes, for docs/screenshots: only pictures that we rendered ourselves are in them. */
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { texts } from '../../renderer/texts.ts'
import { bending, jumpingJacks } from '../camera/clips.ts'
import { expect, test } from '../test.ts'
import { Shots } from './shots.ts'

test.describe.configure({ timeout: 180_000 })

test('live', async ({ app, ui }) => {
  const shots = await Shots.of(app, ui)
  await shots.take('live-off')
  await ui.startCamera()
  await expect(ui.label).toHaveText(jumpingJacks.label)
  await ui.button(texts.live.camera.turnOff).click() // ends an event
  await ui.startCamera()
  await expect(ui.number(texts.live.numbers.passes)).toHaveText(/s$/)
  await shots.settle()
  await shots.whileLabelled('live')
  await ui.page.keyboard.press('c')
  await ui.recognizes(1)
  await shots.settle()
  await shots.whileLabelled('live-compare')
  await ui.page.keyboard.press('c')
  await ui.page.keyboard.press('p')
  await shots.whileLabelled('live-presentation')
  await ui.page.keyboard.press('Escape')
  await ui.page.keyboard.press(',')
  await shots.whileLabelled('settings')
  await ui.page.keyboard.press('Escape')
  await ui.page.keyboard.press('?')
  await shots.take('shortcuts')
})

test('live, refused', async ({ app, ui }) => {
  const shots = await Shots.of(app, ui)
  await app.denyCamera()
  await ui.askForCamera()
  await ui.cameraView.getByText(texts.live.camera.denied).waitFor()
  await shots.take('live-denied')
})

test('files', async ({ app, ui, folder }) => {
  const shots = await Shots.of(app, ui)
  await ui.view('files')
  await shots.take('files-empty')
  await app.dropFiles([jumpingJacks.path])
  await ui.isDone('jumping-jacks.mp4')
  const { x, y, width, height } = (await ui.timeLine.boundingBox())!
  await ui.page.mouse.click(x + width * 0.4, y + height / 2)
  await ui.page.mouse.move(x, 2)
  await shots.take('files-player')

  const many = join(folder, 'clips')
  await mkdir(many)
  const names = ['garden', 'gym', 'hall', 'kitchen', 'living room', 'terrace']
  for (const [i, name] of names.entries())
    await copyFile((i % 2 === 0 ? jumpingJacks : bending).path, join(many, `${name}.mp4`))
  await app.dropFiles([many, bending.path])
  await ui.button(texts.files.layouts.table).click()
  await ui.page
    .getByRole('status')
    .filter({ hasText: texts.files.count(8) })
    .waitFor({ timeout: 120_000 })
  await shots.take('files-table')
})

test('models', async ({ app, ui }) => {
  const shots = await Shots.of(app, ui)
  await ui.view('models')
  await ui.page.getByRole('article').first().waitFor()
  await shots.take('models')
})
