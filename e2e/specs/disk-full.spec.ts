import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openVideo } from '../../native-models/video/video.ts'
import { jumpingJacks } from '../camera/clips.ts'
import { countFrames } from '../files.ts'
import { isRoot } from '../machine/targets.ts'
import { expect, test } from '../test.ts'

const canMount = process.platform === 'linux' && isRoot
const disk = join(tmpdir(), `actscope-disk-${process.pid}`)
const notHere = 'A browser keeps files until they are downloaded; the disk is its own affair.'

function mount(folder: string, size: string): void {
  const { stderr, status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], {
    encoding: 'utf8',
  })
  test.skip(status !== 0, `No small disk could be made here (${stderr.trim()}).`)
}

test.use({ recordings: disk })
test.skip(!canMount, 'Only root of a Linux system can make a disk that is small enough to get full.')
test.beforeAll(() => {
  mkdirSync(disk)
  mount(disk, '600k')
})
test.afterAll(() => {
  spawnSync('umount', [disk])
  rmdirSync(disk)
})

test('a disk that gets full ends an export in words, and what was written opens', async ({ app, ui, folder }) => {
  test.skip(app.kind === 'browser', notHere)
  const saved = join(folder, 'saved')
  mount(saved, '120k')
  try {
    await app.dropFiles([jumpingJacks.path])
    await ui.isDone('jumping-jacks.mp4')
    await ui.export('video')
    await expect(ui.messages).toContainText(/full/, { timeout: 60_000 })
    const [name] = readdirSync(saved)
    expect(await countFrames(await openVideo(join(saved, name!)))).toBeGreaterThan(5)
    await ui.export('csv') // the app goes on, and says it again
    await expect(ui.page.getByRole('heading', { name: jumpingJacks.label })).toBeVisible()
  } finally {
    spawnSync('umount', ['-l', saved])
  }
})

test('a disk that gets full ends the recording in words, and what was written opens', async ({ app, ui }) => {
  test.skip(app.kind === 'browser', notHere)
  await ui.startCamera()
  await ui.recognizes()
  await ui.page.keyboard.press('r')
  await expect(ui.messages).toContainText(/full/, { timeout: 60_000 })
  await expect(ui.page.getByRole('timer')).toHaveCount(0)
  const [name] = readdirSync(join(disk, 'Actscope')).filter((each) => each.endsWith('.webm'))
  expect(await countFrames(await openVideo(join(disk, 'Actscope', name!)))).toBeGreaterThan(10)
  await ui.recognizes()
})
