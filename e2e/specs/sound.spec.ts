import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { texts } from '../../renderer/texts.ts'
import { asAvi, repeated } from '../camera/avi.ts'
import { jumpingJacks } from '../camera/clips.ts'
import { tone, withTone, type ToneCodec } from '../sound/tone.ts'
import { hear } from '../sound/hearing.ts'
import { expect, test } from '../test.ts'

test.describe('an annotated video', () => {
  /** Exports the video; what it was told then, and the sound of what was written. */
  async function exported(
    { app, ui }: Pick<Parameters<Parameters<typeof test>[2]>[0], 'app' | 'ui'>,
    path: string,
  ): Promise<{ readonly said: string; readonly sound: Awaited<ReturnType<typeof hear>> }> {
    await app.dropFiles([path])
    await ui.isDone(basename(path))
    await ui.export('video')
    await expect(ui.messages).toContainText(/annotated/, { timeout: 60_000 })
    const written = (await app.saved()).find((each) => each.includes('annotated'))!
    return { said: await ui.messages.innerText(), sound: await hear(written) }
  }

  const kept: readonly (readonly [kind: string, ending: string, codec: ToneCodec])[] = [
    ['of an MP4', 'mp4', 'aac'],
    ['that no MP4 and no WebM takes as it is', 'mkv', 'pcm_f32le'],
  ]
  for (const [kind, ending, codec] of kept)
    test(`keeps the sound ${kind}, in time with the pictures`, async ({ app, ui, folder }) => {
      const path = join(folder, `heard.${ending}`)
      await withTone(jumpingJacks.path, path, codec)
      const { said, sound } = await exported({ app, ui }, path)
      expect(said).not.toContain('sound')
      expect(sound!.end).toBeCloseTo((await hear(path))!.end, 1)
      // Half of full scale is 0.35; codecs smear an edge over less than 30 ms.
      expect(sound!.loudness(0, tone.from - 0.03)).toBeLessThan(0.01)
      expect(sound!.loudness(tone.from + 0.03, tone.until - 0.03)).toBeCloseTo(0.35, 1)
      expect(sound!.loudness(tone.until + 0.03, 5)).toBeLessThan(0.01)
    })

  test('says so where the sound is in a container that cannot be read', async ({ app, ui, folder }) => {
    const [silent, path] = [join(folder, 'silent.avi'), join(folder, 'heard.avi')]
    await asAvi(jumpingJacks.path, silent)
    await withTone(silent, path, 'libmp3lame')
    const { said, sound } = await exported({ app, ui }, path)
    expect(said).toContain(texts.files.soundLost.container())
    expect(sound).toBeUndefined()
  })

  test('says so where no browser decodes the sound', async ({ app, ui, folder }) => {
    const path = join(folder, 'heard.mkv')
    await withTone(jumpingJacks.path, path, 'ac3')
    const { said, sound } = await exported({ app, ui }, path)
    // Where H.264 is encoded the container is MP4, which takes it as it is.
    if (sound === undefined) expect(said).toContain(texts.files.soundLost.codec('ac3'))
    else expect(sound.codec).toBe('ac3')
  })

  test('that is cancelled leaves nothing behind', async ({ app, ui, folder }) => {
    const [silent, path] = [join(folder, 'silent.mp4'), join(folder, 'heard.mkv')]
    await repeated(jumpingJacks.path, silent, 8)
    await withTone(silent, path, 'aac')
    await app.dropFiles([path])
    await expect(ui.player.getByRole('button', { name: texts.files.recognizeAgain })).toBeVisible({ timeout: 60_000 })
    await ui.export('video')
    const progress = ui.page.locator('.video-progress')
    await expect(progress).toContainText(/[1-9]%/)
    await progress.getByRole('button', { name: texts.files.cancel }).click()
    await expect(progress).toHaveCount(0)
    await expect.poll(() => readdirSync(join(folder, 'saved'))).toEqual([])
    await expect(ui.messages).toHaveText('')
  })
})
