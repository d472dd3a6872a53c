import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openVideo } from '../../native-models/video/video.ts'
import { countFrames } from '../files.ts'
import { isRoot } from '../targets.ts'
import { expect, test } from '../test.ts'

const canMount = process.platform === 'linux' && isRoot
const disk = join(tmpdir(), `actscope-disk-${process.pid}`)

test.use({ recordings: disk })
test.skip(!canMount, 'Only root of a Linux system can make a disk that is small enough to get full.')
test.beforeAll(() => {
  mkdirSync(disk)
  const { stderr, status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', disk], { encoding: 'utf8' })
  test.skip(status !== 0, `No small disk could be made here (${stderr.trim()}).`)
})
test.afterAll(() => {
  spawnSync('umount', [disk])
  rmdirSync(disk)
})

test('a disk that gets full ends the recording in words, and what was written opens', async ({ app, ui }) => {
  test.skip(app.kind === 'browser', 'A browser keeps recordings until they are downloaded; the disk is its own affair.')
  await ui.startCamera()
  await ui.page.keyboard.press('r')
  await expect(ui.messages).toContainText(/full/, { timeout: 60_000 })
  await expect(ui.page.getByRole('timer')).toHaveCount(0)
  const [name] = readdirSync(join(disk, 'Actscope')).filter((each) => each.endsWith('.webm'))
  expect(await countFrames(await openVideo(join(disk, 'Actscope', name!)))).toBeGreaterThan(10)
  await ui.recognises()
})
