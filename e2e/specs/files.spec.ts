import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { openVideo } from '../../native-models/video/video.ts'
import { texts } from '../../renderer/texts.ts'
import { bending, jumpingJacks, realWaving, whyNoRealClips } from '../camera/clips.ts'
import { asAvi } from '../camera/avi.ts'
import { countFrames, readCsv, readSrt, readVtt } from '../files.ts'
import { expect, test } from '../test.ts'

interface ExportedJson {
  readonly variant: string
  readonly wholeVideo: readonly { readonly label: string; readonly score: number }[]
  readonly events: readonly { readonly label: string; readonly start: number; readonly end: number }[]
}

const jacks = basename(jumpingJacks.path)
const bend = basename(bending.path)

test.describe('dropped videos', () => {
  test('are recognized, whole and along their time line', async ({ app, ui }) => {
    await app.dropFiles([jumpingJacks.path])
    await ui.isDone(jacks)
    await expect(ui.whole).toContainText(jumpingJacks.label)
    await expect(ui.events.first()).toContainText(jumpingJacks.label)
    await expect.poll(() => ui.pictureContrast()).toBeGreaterThan(40)
  })

  test('which no browser plays (MPEG-4 in AVI) are shown and recognized all the same', async ({ app, ui, folder }) => {
    const avi = join(folder, 'jacks.avi')
    await asAvi(jumpingJacks.path, avi)
    await app.dropFiles([avi])
    await ui.isDone('jacks.avi')
    await expect(ui.whole).toContainText(jumpingJacks.label)
    await expect.poll(() => ui.pictureContrast()).toBeGreaterThan(40)
  })

  test('play with their label over the picture, and the time line leads through them', async ({ app, ui }) => {
    const overlay = await ui.watchOverlay()
    await app.dropFiles([jumpingJacks.path])
    await ui.isDone(jacks)
    await ui.player.getByRole('button', { name: texts.files.play }).click()
    await expect.poll(async () => Number(await ui.timeLine.getAttribute('aria-valuenow'))).toBeGreaterThan(1)
    await expect.poll(overlay).toContain(jumpingJacks.label)
    await ui.player.getByRole('button', { name: texts.files.pause }).click()
    const { x, y, width, height } = (await ui.timeLine.boundingBox())!
    await ui.page.mouse.click(x + width / 2, y + height / 2)
    const half = Number(await ui.timeLine.getAttribute('aria-valuemax')) / 2
    await expect.poll(async () => Number(await ui.timeLine.getAttribute('aria-valuenow'))).toBeCloseTo(half, 0)
  })

  test('are exported in every format', async ({ app, ui, folder }) => {
    test.setTimeout(300_000)
    const avi = join(folder, 'jacks.avi')
    await asAvi(jumpingJacks.path, avi)
    await app.dropFiles([avi])
    await ui.isDone('jacks.avi')
    const saved = async (name: string): Promise<string> => {
      await expect
        .poll(async () => (await app.saved()).map((path) => basename(path)), { timeout: 60_000 })
        .toContain(name)
      return (await app.saved()).find((path) => basename(path) === name)!
    }

    await ui.export('json')
    const json = JSON.parse(readFileSync(await saved('jacks.json'), 'utf8')) as ExportedJson
    expect(json.wholeVideo[0]!.label).toBe(jumpingJacks.label)
    expect(json.events.map(({ label }) => label)).toContain(jumpingJacks.label)
    const spans = json.events.map(({ start, end }) => [start.toFixed(1), end.toFixed(1)])

    await ui.export('csv')
    const [head, ...rows] = readCsv(readFileSync(await saved('jacks.csv'), 'utf8'))
    expect(head).toEqual(['label', 'start', 'end', 'score', 'peak'])
    expect(rows.map(([, start, end]) => [Number(start).toFixed(1), Number(end).toFixed(1)])).toEqual(spans)

    for (const [format, read] of [['vtt', readVtt] as const, ['srt', readSrt] as const]) {
      await ui.export(format)
      const cues = read(readFileSync(await saved(`jacks.${format}`), 'utf8'))
      expect(cues.map(({ start, end }) => [start.toFixed(1), end.toFixed(1)])).toEqual(spans)
      expect(cues[0]!.text).toContain(jumpingJacks.label)
    }

    await ui.export('video')
    await expect(ui.messages).toContainText(/annotated/, { timeout: 60_000 })
    const written = (await app.saved()).find((path) => path.includes('annotated'))!
    const [from, to] = [await openVideo(jumpingJacks.path), await openVideo(written)]
    expect([to.info.width, to.info.height]).toEqual([from.info.width, from.info.height])
    expect(await countFrames(to)).toBe(await countFrames(from))
  })

  test('that are broken do not hold up good ones', async ({ app, ui, folder }) => {
    const broken = join(folder, 'broken.mp4')
    writeFileSync(broken, readFileSync(bending.path).subarray(0, 2000))
    const noVideo = join(folder, 'noise.mp4')
    writeFileSync(noVideo, Buffer.alloc(50_000, 'not a video '))
    await app.dropFiles([broken, jumpingJacks.path, noVideo, bending.path])
    await ui.isDone(jacks)
    await ui.isDone(bend)
    for (const name of ['broken.mp4', 'noise.mp4']) {
      await expect(ui.file(name)).toContainText(texts.files.state.failed)
      await ui.file(name).click()
      await expect(ui.player.getByRole('alert')).toContainText(name)
      await expect(ui.player.getByRole('alert').getByRole('button', { name: texts.files.retry })).toBeVisible()
    }
    await ui.file(bend).click()
    await expect(ui.whole).toContainText(bending.label)
  })

  test('twice the same are one; more may come while others are under way', async ({ app, ui, folder }) => {
    const copies = await Promise.all(
      [1, 2, 3].map(async (n) => {
        const copy = join(folder, `copy-${n}.mp4`)
        await copyFile(bending.path, copy)
        return copy
      }),
    )
    await app.dropFiles(copies)
    await app.dropFiles([jumpingJacks.path])
    await app.dropFiles([jumpingJacks.path, copies[0]!])
    await expect(ui.files).toHaveCount(4)
    for (const copy of copies) await ui.isDone(basename(copy))
    await ui.isDone(jacks)
    await ui.file(jacks).click()
    await expect(ui.whole).toContainText(jumpingJacks.label)
    await ui.file('copy-2.mp4').click()
    await expect(ui.whole).toContainText(bending.label)
  })

  test('can be stopped, and taken up again', async ({ app, ui, folder }) => {
    const long = join(folder, 'long.avi')
    await asAvi(jumpingJacks.path, long, 8)
    await app.dropFiles([long])
    await ui.player.getByRole('button', { name: texts.files.stop, exact: true }).click()
    await expect(ui.player.locator('.player-head-stopped')).toContainText(texts.files.state.cancelled)
    await ui.player.getByRole('button', { name: texts.files.recognizeAgain }).click()
    await expect(ui.player.getByRole('button', { name: texts.files.stop, exact: true })).toBeVisible()
    await ui.file('long.avi').press('Delete')
    await expect(ui.page.getByText(texts.files.emptyTitle)).toBeVisible()
  })

  test('in a folder are found; many are a table that can be exported', async ({ app, ui, folder }) => {
    const many = join(folder, 'many')
    mkdirSync(join(many, 'deeper'), { recursive: true })
    for (let n = 1; n <= 8; n++) await copyFile(bending.path, join(many, n > 6 ? 'deeper' : '', `clip-${n}.mp4`))
    writeFileSync(join(many, 'notes.txt'), 'no video')
    await app.dropFiles([many])
    await expect(ui.table.getByRole('row')).toHaveCount(9)
    await expect(ui.table.getByRole('row').filter({ hasText: bending.label })).toHaveCount(8, { timeout: 60_000 })
    await expect(ui.page.getByRole('status').filter({ hasText: texts.files.count(8) })).toBeVisible({ timeout: 60_000 })
    await ui.button(texts.files.exportTable('CSV')).click()
    await expect.poll(async () => (await app.saved()).map((path) => basename(path))).toContain('videos.csv')
    const path = (await app.saved()).find((each) => basename(each) === 'videos.csv')!
    const [, ...rows] = readCsv(readFileSync(path, 'utf8'))
    expect(rows.map(([name, , label]) => [name, label])).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`clip-${n}.mp4`, bending.label]),
    )
  })

  test('survive a recognizer that is killed meanwhile', async ({ app, ui, folder }) => {
    const long = join(folder, 'long.avi')
    await asAvi(jumpingJacks.path, long, 4)
    await app.dropFiles([long, bending.path])
    // In a browser the video is copied first; from here on it is with the recognizer.
    await expect(ui.file('long.avi').locator('.file-item-said')).toHaveText(/^Beginning|^Recognizing|^doing/)
    await app.killRecognizer()
    await ui.isDone('long.avi')
    await ui.isDone(bend)
    await expect(ui.whole).toContainText(jumpingJacks.label)
  })
})

test.describe('real XviD in AVI', () => {
  test.skip(realWaving === undefined, whyNoRealClips)
  test('is recognized and shown', async ({ app, ui }) => {
    await app.dropFiles([realWaving!.path])
    await ui.isDone(basename(realWaving!.path))
    await expect(ui.whole).toContainText(realWaving!.label)
    await expect.poll(() => ui.pictureContrast()).toBeGreaterThan(40)
  })
})

test.describe('videos of the command line', () => {
  test.use({ videos: [bending.path] })
  test('are there when the app opens', async ({ ui }) => {
    await ui.isDone(bend)
    await expect(ui.whole).toContainText(bending.label)
  })
})
