/** The real desktop app with a camera of 640 x 480 at 30 frames per second, and what it does to the machine. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LaunchOptions } from '../../e2e/app/app.ts'
import { DesktopApp } from '../../e2e/app/desktop.ts'
import { cameraFile } from '../../e2e/camera/camera-file.ts'
import { jumpingJacks } from '../../e2e/camera/clips.ts'
import { texts } from '../../renderer/texts.ts'
import { beginNotes, endNotes, toggle, type PageNotes, type Toggle } from './probe.ts'
import { allOf, processesOf } from './processes.ts'

export interface Minute {
  /** Of the app's age. */
  readonly minute: number
  /** 100: one core, all the time. */
  readonly cpu: number
  /** Bytes. */
  readonly memory: number
  readonly byProcess: Readonly<Record<string, number>>
}

export interface Measured {
  /** Milliseconds from the start of the program to the first pass on screen, of each start. */
  readonly coldStart: readonly number[]
  readonly page: PageNotes
  readonly minutes: readonly Minute[]
  readonly toggles: readonly Toggle[]
}

const starts = 3
const toggles = 6

export async function measureApp(minutes: number, progress: (what: string) => void): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'actscope-bench-'))
  const options: LaunchOptions = {
    camera: { film: await cameraFile(jumpingJacks) },
    files: [],
    folder,
    models: join(folder, 'models'),
    recordings: join(folder, 'videos'),
  }
  for (const name of ['models', 'videos', 'saved']) mkdirSync(join(folder, name))
  const app = new DesktopApp(options)
  try {
    progress('the first start: the camera is turned on, and stays remembered')
    await app.start()
    await app.page.getByRole('button', { name: texts.live.camera.turnOn }).last().click()
    await firstPass(app)
    await app.close()
    const coldStart: number[] = []
    for (let i = 0; i < starts; i++) {
      progress(`start ${i + 1} of ${starts}`)
      const begun = performance.now()
      await app.start()
      await firstPass(app)
      coldStart.push(performance.now() - begun)
      if (i < starts - 1) await app.close()
    }
    await beginNotes(app.page)
    const each: Minute[] = []
    for (let minute = 1; minute <= minutes; minute++) {
      progress(`minute ${minute} of ${minutes}`)
      each.push(await aMinute(app, minute))
    }
    const page = await endNotes(app.page)
    progress('toggling')
    const toggled: Toggle[] = []
    for (let i = 0; i < toggles; i++) toggled.push(await toggle(app.page, i % 2 === 0 ? '2' : '1'))
    return { coldStart, page, minutes: each, toggles: toggled }
  } finally {
    await app.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

const firstPass = (app: DesktopApp): Promise<unknown> =>
  app.page.locator('.score-number', { hasText: '%' }).first().waitFor({ timeout: 60_000 })

async function aMinute(app: DesktopApp, minute: number): Promise<Minute> {
  const before = await processesOf(app.electron)
  const begun = performance.now()
  await sleep(60_000)
  const after = await processesOf(app.electron)
  const cpu = (100 * (after.cpu - before.cpu)) / ((performance.now() - begun) / 1000)
  return { minute, cpu, memory: allOf(after), byProcess: after.memory }
}
