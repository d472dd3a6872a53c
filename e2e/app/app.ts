/** What the specs know of the app under test; which of the two targets it is, hardly one of them asks. */
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { CDPSession, Page } from '@playwright/test'
import type { Target } from '../machine/targets.ts'
import type { Watch } from './watch.ts'

export interface App {
  readonly kind: Target
  /** Another one after `relaunch`. */
  readonly page: Page
  readonly watch: Watch

  /** As a person drops files of the disk on the middle of the window: real drag events, by Chromium's own protocol. */
  dropFiles(paths: readonly string[]): Promise<void>
  /** Paths of everything that was exported or recorded so far, once it is whole. */
  saved(): Promise<readonly string[]>
  /** What the clipboard holds. */
  copied(): Promise<string>

  /** kill -9. It is there again when this resolves, or on its way. */
  killRecognizer(): Promise<void>
  /** Kills it so often, or for so long, that the app gives up. */
  exhaustRecognizer(): Promise<void>
  /** What has to be done outside the app before "start it again" can work. */
  repairRecognizer(): Promise<void>

  /** As the user, or the system, refuses and allows it. */
  denyCamera(): Promise<void>
  allowCamera(): Promise<void>

  isFullScreen(): Promise<boolean>
  /** Makes the window's inside so large. */
  resize(width: number, height: number): Promise<void>

  /** Stops the page's process, as the computer's sleep would, and lets it go on after so many milliseconds. */
  sleep(milliseconds: number): Promise<void>

  /** Ends the app and starts it again, with the same user data. */
  relaunch(): Promise<void>
  close(): Promise<void>
}

export interface LaunchOptions {
  /** The film of the fake camera, or how many cameras there are: 0. */
  readonly camera: { readonly film: string } | 'none'
  /** Videos of the command line. */
  readonly files: readonly string[]
  /** A folder of its own for each test, made and deleted by whoever launches. */
  readonly folder: string
  /** The user's own variants. */
  readonly models: string
  readonly recordings: string
  /** Further variables of the environment of the app's own processes; a browser is none of them. */
  readonly environment?: Readonly<Record<string, string>>
}

/** What the film is called in the folder of the app: Chromium gives its camera the same name. */
const cameraName = 'Webcam.mjpeg'

/** Chromium's switches for a camera that is a film, or for none. Puts the film where the app is started. */
export function cameraSwitches({ camera, folder }: LaunchOptions): readonly string[] {
  if (camera === 'none') return ['--use-fake-device-for-media-stream=device-count=0']
  const film = join(folder, cameraName)
  if (!existsSync(film)) copyFileSync(camera.film, film)
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`]
}

export async function drop(session: CDPSession, page: Page, paths: readonly string[]): Promise<void> {
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }))
  const at = { x: Math.round(width / 2), y: Math.round(height / 2) }
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
}

/** SIGSTOP and SIGCONT, a while apart. */
export async function stopFor(pid: number, milliseconds: number): Promise<void> {
  process.kill(pid, 'SIGSTOP')
  try {
    await setTimeout(milliseconds)
  } finally {
    process.kill(pid, 'SIGCONT')
  }
}

/** Until the page has been drawn: before that it takes no drop and no key. */
export const isThere = (page: Page): Promise<void> => page.getByRole('main').waitFor()
