/** What the processes of the app take: CPU time and memory, all of them together and each kind by itself. */
import { readFileSync } from 'node:fs'
import type { ElectronApplication } from '@playwright/test'

export interface Processes {
  /** CPU seconds since they started. */
  readonly cpu: number
  /** Bytes by kind; what several share is divided among them (Linux), or else counted for each. */
  readonly memory: Readonly<Record<string, number>>
}

export async function processesOf(electron: ElectronApplication): Promise<Processes> {
  const metrics = await electron.evaluate(({ app }) =>
    app.getAppMetrics().map(({ pid, type, name, cpu, memory }) => ({
      pid,
      kind: name ?? type,
      cpu: cpu.cumulativeCPUUsage ?? 0,
      workingSet: memory.workingSetSize * 1024,
    })),
  )
  const memory: Record<string, number> = {}
  for (const { pid, kind, workingSet } of metrics)
    memory[kind] = (memory[kind] ?? 0) + (proportional(pid) ?? workingSet)
  return { cpu: metrics.reduce((sum, { cpu }) => sum + cpu, 0), memory }
}

export const allOf = ({ memory }: Processes): number => Object.values(memory).reduce((sum, bytes) => sum + bytes, 0)

function proportional(pid: number): number | undefined {
  try {
    const found = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
    return found === null ? undefined : Number(found[1]) * 1024
  } catch {
    return undefined // not Linux, or it has just ended
  }
}
