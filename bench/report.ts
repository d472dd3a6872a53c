import type { Case } from './cases.ts'
import type { Facts } from './machine.ts'
import type { Measured } from './measure.ts'
import { differenceOf, ratioOf, spreadOf, type Difference, type Spread } from './statistics.ts'

/** One side of a line. Memory in bytes. */
export interface Side {
  readonly milliseconds: readonly number[]
  readonly peak: number | null
  readonly held: number | null
}

export interface Line extends Case {
  readonly actscope: Side
  /** GFLOP/s, two for each multiply-accumulate. */
  readonly speed: number
  readonly pytorch?: Side
  /** PyTorch's time by Actscope's, of each round: above 1, Actscope is faster. */
  readonly timesAsFast?: Spread
  readonly difference?: Difference
}

export interface ModelReport {
  readonly title: string
  readonly lines: readonly Line[]
  /** Time of the online pass by that of the whole clip, of each round; and what their arithmetic alone would give. */
  readonly online: Spread
  readonly onlineByArithmetic: number
}

/** Everything that was measured; `--json` writes it as it is. */
export interface Report {
  readonly date: string
  readonly facts: Facts
  readonly rounds: number
  /** Of the matrix product, the best round: GFLOP/s. */
  readonly peak: number
  readonly models: readonly ModelReport[]
  /** What went wrong with PyTorch. */
  readonly notes: readonly string[]
}

export function lineOf(of: Case, actscope: Measured, pytorch: Measured | undefined): Line {
  const line = { ...of, actscope: sideOf(actscope), speed: speedOf(of.macs, spreadOf(actscope.milliseconds).median) }
  if (pytorch === undefined) return line
  return {
    ...line,
    pytorch: sideOf(pytorch),
    timesAsFast: ratioOf(pytorch.milliseconds, actscope.milliseconds),
    difference: differenceOf(pytorch.output, actscope.output),
  }
}

export function modelReport(title: string, lines: readonly Line[]): ModelReport {
  const [whole, online] = [lines.find(({ part }) => part === 'whole')!, lines.find(({ part }) => part === 'online')!]
  return {
    title,
    lines,
    online: ratioOf(online.actscope.milliseconds, whole.actscope.milliseconds),
    onlineByArithmetic: online.macs / whole.macs,
  }
}

/** GFLOP/s, two for each multiply-accumulate. */
export const speedOf = (macs: number, milliseconds: number): number => (2 * macs) / milliseconds / 1e6

const sideOf = ({ milliseconds, peak, held }: Measured): Side => ({ milliseconds, peak, held })
