import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { Catalogue } from '../native-models/models/catalogue.ts'
import { networkOf } from '../native-models/models/variant.ts'
import { halves, passes, type Case } from './cases.ts'
import * as entries from './entries.ts'
import { machineFacts } from './machine.ts'
import { productMacs } from './matrix-product.ts'
import { takeTurns, type Measured, type Pace } from './measure.ts'
import type { PyTorch } from './python.ts'
import { lineOf, modelReport, speedOf, type Line, type ModelReport, type Report } from './report.ts'
import { inWorkFolder } from './work-folder.ts'
import { readManifest, writeBenchVariant, writeExchange, type Size } from './workload.ts'

/** What is to be measured, and how thoroughly. */
export interface Plan {
  readonly network: Size
  readonly threads: number
  readonly pace: Pace
  /** Matrices of the product that gives the peak are of n x n. */
  readonly product: number
  /** Whether the variants that ship are measured too. */
  readonly shipped: boolean
  readonly pytorch: PyTorch | undefined
}

/** Measures everything. `progress` hears what is being done. Throws ContenderFailed when Actscope itself fails. */
export function measureAll(plan: Plan, progress: (what: string) => void): Promise<Report> {
  return inWorkFolder(async (work) => {
    const notes: string[] = []
    const bench = new Bench(plan, work, progress, (note) => notes.push(note))
    const paper = join(work, 'paper')
    mkdirSync(paper)
    progress('writing the network')
    writeBenchVariant(paper, plan.network)
    const T = plan.network.frames
    const models = [await bench.model(paper, [1, T / 2, T])]
    if (plan.shipped)
      for (const { manifest, folder } of new Catalogue().entries)
        if (networkOf(manifest).kind === 'frames') models.push(await bench.model(folder, [1]))
    return {
      date: new Date().toISOString().slice(0, 10),
      facts: machineFacts(plan.threads, plan.pytorch),
      rounds: plan.pace.rounds,
      peak: bench.peak,
      models,
      notes,
    }
  })
}

class Bench {
  /** GFLOP/s of the matrix product, the best so far. */
  peak = 0
  readonly #plan: Plan
  readonly #work: string
  readonly #progress: (what: string) => void
  readonly #note: (note: string) => void

  constructor(plan: Plan, work: string, progress: (what: string) => void, note: (note: string) => void) {
    this.#plan = plan
    this.#work = work
    this.#progress = progress
    this.#note = note
  }

  /** Measures the variant in a folder; `batches`: numbers of frames that are encoded at once. */
  async model(folder: string, batches: readonly number[]): Promise<ModelReport> {
    const manifest = readManifest(folder)
    const network = networkOf(manifest)
    if (network.kind !== 'frames') throw new TypeError(`${manifest.id} has no part for single frames.`)
    const exchange = mkdtempSync(join(this.#work, 'exchange-'))
    writeExchange(exchange, network, manifest)
    const lines: Line[] = []
    // The two passes take turns with each other and with the peak, as they are held against both; the rest by itself,
    // so that no more than five processes are in memory.
    for (const group of [passes(network), ...halves(network, batches).map((one) => [one])]) {
      this.#progress(`${manifest.title}: ${group.map(({ title }) => title).join(', ')}`)
      lines.push(...(await this.#group(group, folder, exchange)))
    }
    const { frames, size, width } = network.options
    const narrow = width === 1 ? '' : `, width ${width}`
    return modelReport(`${manifest.title}: ${frames} x ${size} x ${size}${narrow}`, lines)
  }

  async #group(cases: readonly Case[], folder: string, exchange: string): Promise<readonly Line[]> {
    const { pytorch, pace, product, threads } = this.#plan
    const contenders = cases.flatMap(({ title, part, frames }) => {
      const count = String(frames)
      return [
        entries.actscope(`actscope ${title}`, threads, [part, count, folder]),
        ...(pytorch === undefined
          ? []
          : [entries.pytorch(`pytorch ${title}`, pytorch, threads, [part, count, folder, exchange])]),
      ]
    })
    const peak = entries.actscope('peak', threads, ['product', String(product)])
    const measured = await takeTurns(cases.length > 1 ? [peak, ...contenders] : contenders, pace, this.#note)
    for (const ms of measured.get('peak')?.milliseconds ?? [])
      this.peak = Math.max(this.peak, speedOf(productMacs(product), ms))
    const of = (key: string): Measured | undefined => measured.get(key)
    return cases.map((one) => lineOf(one, of(`actscope ${one.title}`)!, of(`pytorch ${one.title}`)))
  }
}
