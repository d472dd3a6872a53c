import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Catalogue } from '../native-models/models/catalogue.ts'
import { networkOf } from '../native-models/models/variant.ts'
import { halves, passes, type Case } from './cases.ts'
import { Contender } from './contender.ts'
import { machineFacts } from './machine.ts'
import { productMacs } from './matrix-product.ts'
import { takeTurns, type Entry, type Measured, type Pace } from './measure.ts'
import type { PyTorch } from './python.ts'
import { lineOf, modelReport, speedOf, type Line, type ModelReport, type Report } from './report.ts'
import { readManifest, writeBenchVariant, writeExchange, type Size } from './workload.ts'

const child = fileURLToPath(new URL('./child.js', import.meta.url))
const script = fileURLToPath(new URL('../../bench/pytorch.py', import.meta.url))

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
export async function measureAll(plan: Plan, progress: (what: string) => void): Promise<Report> {
  const notes: string[] = []
  const work = mkdtempSync(join(tmpdir(), 'actscope-bench-'))
  const clear = (): void => {
    rmSync(work, { recursive: true, force: true })
  }
  const interrupted = (): never => process.exit(130)
  process.once('exit', clear).once('SIGINT', interrupted)
  try {
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
  } finally {
    clear()
    process.off('exit', clear).off('SIGINT', interrupted)
  }
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
    const { pytorch, pace, product } = this.#plan
    const entries = cases.flatMap((one) => [
      this.#actscope(`actscope ${one.title}`, [one.part, String(one.frames), folder]),
      ...(pytorch === undefined ? [] : [this.#pytorch(`pytorch ${one.title}`, pytorch, one, folder, exchange)]),
    ])
    const peak = this.#actscope('peak', ['product', String(product)])
    const measured = await takeTurns(cases.length > 1 ? [peak, ...entries] : entries, pace, this.#note)
    for (const ms of measured.get('peak')?.milliseconds ?? [])
      this.peak = Math.max(this.peak, speedOf(productMacs(product), ms))
    const of = (key: string): Measured | undefined => measured.get(key)
    return cases.map((one) => lineOf(one, of(`actscope ${one.title}`)!, of(`pytorch ${one.title}`)))
  }

  #actscope(key: string, args: readonly string[]): Entry {
    const all = [child, String(this.#plan.threads), ...args]
    return { key, optional: false, start: () => Contender.start(key, process.execPath, all) }
  }

  #pytorch(key: string, { python }: PyTorch, { part, frames }: Case, folder: string, exchange: string): Entry {
    const threads = String(this.#plan.threads)
    const args = [script, threads, part, String(frames), folder, exchange]
    const env = { ...process.env, OMP_NUM_THREADS: threads, MKL_NUM_THREADS: threads, OPENBLAS_NUM_THREADS: threads }
    return { key, optional: true, start: () => Contender.start(key, python, args, env) }
  }
}
