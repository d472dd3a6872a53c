import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ContenderFailed } from './contender.ts'
import * as entries from './entries.ts'
import { machineFacts, type Facts } from './machine.ts'
import { productMacs } from './matrix-product.ts'
import { takeTurns, type Pace } from './measure.ts'
import type { NetworkCase } from './network-cases.ts'
import { writeNetwork } from './network-workload.ts'
import type { PyTorch } from './python.ts'
import { lineOf, speedOf, type Line } from './report.ts'
import { ratioOf, type Spread } from './statistics.ts'
import { inWorkFolder } from './work-folder.ts'

export interface NetworksPlan {
  readonly cases: readonly NetworkCase[]
  readonly threads: number
  readonly pace: Pace
  /** Matrices of the product that gives the peak are of n x n. */
  readonly product: number
  readonly pytorch: PyTorch | undefined
}

export interface NetworkLine extends Line {
  /** The time of the graph as it is written by the time of what the engine makes of it (graph/volume), in each round. */
  readonly gain: Spread
}

/** What was measured; `--json` writes it as it is. */
export interface NetworksReport {
  readonly date: string
  readonly facts: Facts
  readonly rounds: number
  /** Of the matrix product, the best round: GFLOP/s. */
  readonly peak: number
  readonly lines: readonly NetworkLine[]
  /** What went wrong. */
  readonly notes: readonly string[]
}

/** Times networks one after another, so that one at a time is in memory. */
export function measureNetworks(plan: NetworksPlan, progress: (what: string) => void): Promise<NetworksReport> {
  return inWorkFolder(async (work) => {
    const { threads, pace, pytorch, product } = plan
    const notes: string[] = []
    const lines: NetworkLine[] = []
    let peak = 0
    const failure = (error: unknown): undefined => {
      if (!(error instanceof ContenderFailed)) throw error
      notes.push(error.message) // the others are worth their while
    }
    for (const one of plan.cases) {
      progress(one.title)
      const folder = mkdtempSync(join(work, 'network-'))
      writeNetwork(folder, one)
      const contenders = [
        entries.actscope('peak', threads, ['product', String(product)]),
        entries.actscope(`actscope ${one.title}`, threads, ['network', '0', folder]),
        entries.actscope(`plain ${one.title}`, threads, ['plain', '0', folder]),
        ...(pytorch === undefined
          ? []
          : [entries.pytorch(`pytorch ${one.title}`, pytorch, threads, ['clip', '0', folder, folder])]),
      ]
      const measured = await takeTurns(contenders, pace, (note) => notes.push(note)).catch(failure)
      rmSync(folder, { recursive: true })
      if (measured === undefined) continue
      for (const ms of measured.get('peak')!.milliseconds) peak = Math.max(peak, speedOf(productMacs(product), ms))
      const { title, macs } = one
      const [ours, theirs] = [measured.get(`actscope ${title}`)!, measured.get(`pytorch ${title}`)]
      const gain = ratioOf(measured.get(`plain ${title}`)!.milliseconds, ours.milliseconds)
      const line = { ...lineOf({ title, part: 'whole', frames: 0, macs }, ours, theirs), gain }
      progress(`${title}: ${line.timesAsFast?.median.toFixed(2) ?? '?'} times as fast as PyTorch`)
      lines.push(line)
    }
    const date = new Date().toISOString().slice(0, 10)
    return { date, facts: machineFacts(threads, pytorch), rounds: pace.rounds, peak, lines, notes }
  })
}
