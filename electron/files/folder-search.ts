import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isVideoName } from '../../renderer/shell/video-names.ts'

export interface SearchLimits {
  /** Folders within folders. */
  readonly depth: number
  readonly videos: number
  /** Names that are looked at, videos or not: a search of a whole disk ends. */
  readonly names: number
}

export const searchLimits: SearchLimits = { depth: 8, videos: 2000, names: 200_000 }

export interface Found {
  readonly videos: readonly string[]
  /** A limit was reached; there may be more. */
  readonly cut: boolean
}

const byName = new Intl.Collator('en', { numeric: true })

/**
 * The videos in a folder and in those within it, in the order of their names. Each real folder is entered once, so links
 * in a circle end; hidden names and what cannot be read is passed over. Rejects if the folder itself cannot be read.
 */
export async function searchFolder(folder: string, limits: SearchLimits = searchLimits): Promise<Found> {
  const videos: string[] = []
  const entered = new Set<string>()
  let names = 0
  let cut = false

  async function enter(path: string, depth: number): Promise<void> {
    const real = await realpath(path)
    if (entered.has(real)) return
    entered.add(real)
    const entries = (await readdir(path))
      .filter((name) => !name.startsWith('.'))
      .toSorted((a, b) => byName.compare(a, b))
    for (const name of entries) {
      if (videos.length >= limits.videos || ++names > limits.names) {
        cut = true
        return
      }
      const inside = join(path, name)
      const found = await stat(inside).catch(() => undefined)
      if (found?.isFile() && isVideoName(name)) videos.push(inside)
      if (!found?.isDirectory()) continue
      if (depth < limits.depth) await enter(inside, depth + 1).catch(() => undefined)
      else cut = true
    }
  }

  await enter(folder, 0)
  return { videos, cut }
}
