import type { App } from 'electron'
import { z } from 'zod'

const secondStart = z.object({ paths: z.array(z.string().min(1)).max(10_000) })

/**
 * True in the first instance. A second one passes its files on and is to quit. (What it wants goes as data: Chromium
 * sorts and adds to the arguments that it passes on.)
 */
export function isFirstInstance(
  app: App,
  paths: readonly string[],
  onSecond: (paths: readonly string[]) => void,
): boolean {
  if (!app.requestSingleInstanceLock({ paths })) return false
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const read = secondStart.safeParse(data)
    onSecond(read.success ? read.data.paths : [])
  })
  return true
}
