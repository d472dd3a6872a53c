import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const coordinate = z.int().min(-100_000).max(100_000)
const side = z.int().min(1).max(100_000)
const windowState = z.strictObject({
  x: coordinate.exactOptional(),
  y: coordinate.exactOptional(),
  width: side,
  height: side,
  maximised: z.boolean(),
})
export type WindowState = z.infer<typeof windowState>

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const smallest = { width: 900, height: 600 } as const
const first: WindowState = { width: 1280, height: 800, maximised: false }

/** What was remembered, or the first state: whatever is in the file. */
export function readWindowState(file: string): WindowState {
  try {
    return windowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return first
  }
}

/** At every moment the file is either what it was or complete. That a window forgets its place is no fault to tell. */
export function writeWindowState(file: string, state: WindowState): void {
  const temporary = `${file}.tmp`
  try {
    writeFileSync(temporary, JSON.stringify(state))
    renameSync(temporary, file)
  } catch {
    // A full or read-only disk.
  }
}

/**
 * The state as it fits the screens of today (their areas without panels): not larger than the one it is mostly on, wholly
 * on it; placed by the system where none of them shows any of it.
 */
export function fitWindowState(state: WindowState, screens: readonly Area[]): WindowState {
  const { x, y, maximised } = state
  const size = { width: Math.max(state.width, smallest.width), height: Math.max(state.height, smallest.height) }
  const unplaced = (area: Area | undefined): WindowState => ({
    width: Math.min(size.width, area?.width ?? size.width),
    height: Math.min(size.height, area?.height ?? size.height),
    maximised,
  })
  if (x === undefined || y === undefined) return unplaced(screens[0])
  const [best] = screens
    .map((area) => ({ area, shared: overlap({ x, y, ...size }, area) }))
    .toSorted((a, b) => b.shared - a.shared)
  if (best === undefined || best.shared === 0) return unplaced(screens[0])
  const { area } = best
  const width = Math.min(size.width, area.width)
  const height = Math.min(size.height, area.height)
  return {
    x: Math.min(Math.max(x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(y, area.y), area.y + area.height - height),
    width,
    height,
    maximised,
  }
}

function overlap(a: Area, b: Area): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return across > 0 && down > 0 ? across * down : 0
}
