import { readFileSync } from 'node:fs'

/** Resident memory of this process in bytes: the most there ever was (loading included), and now. */
export interface Memory {
  readonly peak: number
  readonly held: number
}

export function memory(): Memory {
  return { peak: highWaterMark() ?? process.resourceUsage().maxRSS * 1024, held: process.memoryUsage.rss() }
}

/** Linux hands `maxRSS` down from the process that started this one (execve keeps it); VmHWM is this one's own. */
function highWaterMark(): number | undefined {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
    return found === null ? undefined : Number(found[1]) * 1024
  } catch {
    return undefined
  }
}
