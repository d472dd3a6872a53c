import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { openVideo } from '../../native-models/video/video.ts'
import { texts } from '../../renderer/texts.ts'
import type { App } from '../app/app.ts'
import { jumpingJacks } from '../camera/clips.ts'
import { pngSize, readVtt } from '../files.ts'
import { expect, test } from '../test.ts'

const savedAs = async (app: App, ending: string): Promise<string | undefined> =>
  (await app.saved()).find((path) => extname(path) === ending)

test('a snapshot is the picture with its label', async ({ app, ui }) => {
  await ui.startCamera()
  await ui.recognizes()
  await ui.page.keyboard.press('s')
  await expect.poll(() => savedAs(app, '.png')).toBeDefined()
  expect(pngSize(readFileSync((await savedAs(app, '.png'))!))).toEqual([640, 480])
})

for (const annotate of [false, true])
  test(`a recording opens, with its events beside it${annotate ? ', the label drawn into its pictures' : ''}`, async ({
    app,
    ui,
  }) => {
    await ui.startCamera()
    await ui.recognizes()
    if (annotate) await ui.page.getByRole('checkbox', { name: texts.live.source.annotateShort }).check()
    await ui.page.keyboard.press('r')
    await expect(ui.page.getByRole('timer')).toBeVisible()
    await expect(ui.label).toHaveText(jumpingJacks.label)
    // Longer than what is asked of it below: an encoder on a busy machine begins late and leaves out what comes last.
    await expect(ui.page.getByRole('timer')).toContainText(/0:(0[6-9]|[1-5])/)
    await ui.button(texts.live.source.stopRecording).click()
    await expect(ui.messages).toContainText('.webm')
    for (const ending of ['.webm', '.json', '.vtt']) await expect.poll(() => savedAs(app, ending)).toBeDefined()

    const video = await openVideo((await savedAs(app, '.webm'))!)
    expect([video.info.width, video.info.height]).toEqual([640, 480])
    // How many pictures a second there are is a measurement (bench/app): a busy machine encodes fewer.
    const times: number[] = []
    for await (const time of video.times()) times.push(time)
    expect(times.length).toBeGreaterThan(5)
    expect(times.at(-1)).toBeGreaterThan(2.5)
    const { events } = JSON.parse(readFileSync((await savedAs(app, '.json'))!, 'utf8')) as {
      events: readonly { label: string; start: number; end: number; score: number }[]
    }
    expect(events.length).toBeGreaterThan(0)
    expect(events.map(({ label }) => label)).toContain(jumpingJacks.label)
    for (const { start, end } of events) expect(start).toBeLessThanOrEqual(end)
    const cues = readVtt(readFileSync((await savedAs(app, '.vtt'))!, 'utf8'))
    expect(cues.map(({ text }) => text).join('\n')).toContain(jumpingJacks.label)
    expect(cues).toHaveLength(events.length)
  })
