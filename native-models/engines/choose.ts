import type { TrialStatus, Device, EngineName } from '../choices.ts'
import { ActscopeError } from '../errors.ts'
import { disagreement } from './agreement.ts'
import type { Engine } from './engine.ts'
import { tryOut, type Candidate, type Disposable, type Timed } from './trial.ts'

/** What became of a candidate. `millisecondsPerRun` is there if it was right and was timed. */
export interface Trial {
  readonly engine: EngineName
  readonly device: Device
  readonly status: TrialStatus
  readonly millisecondsPerRun?: number
  readonly reason?: string
}

export interface Choice<Pass> {
  readonly pass: Pass
  readonly chosen: Trial
  /** Every candidate, in the order given. */
  readonly trials: readonly Trial[]
}

/** One candidate for each device of each engine; `load` gets a network ready on it. */
export async function candidatesOf<Pass extends Disposable>(
  engines: readonly Engine[],
  load: (engine: Engine, device: Device) => Promise<Pass>,
): Promise<readonly Candidate<Pass>[]> {
  const found = engines.map(async (engine) =>
    (await engine.devices()).map(({ device, available, reason }) => ({
      engine: engine.name,
      device,
      ...(!available && { absent: reason ?? 'it is not on this machine' }),
      tooSlow: () => engine.tooSlow(device),
      load: () => load(engine, device),
    })),
  )
  return (await Promise.all(found)).flat()
}

/** Another device may take this many times what the cpu took in all, and no less than this many milliseconds. */
const timeout = { timesCpu: 3, atLeastMs: 5000 }

/**
 * The fastest device that is right. onnxruntime's cpu, or else the first, is the reference: every other device that is
 * here loads, runs `check` (the same pass each time, on the same input), must agree with the cpu (`agreement.ts`), is
 * warm after that first run, and is then timed. A device that takes too long is given up, so that a rasteriser in
 * software does not hold up the start (what it is in the middle of still ends in its own thread). Only the chosen
 * pass stays loaded.
 *
 * @param check runs one pass and returns its values, e.g. the logits `[classes]`
 * @param atLeastMs the least time that a device is given; a first run on a GPU compiles its kernels
 * @throws what the cpu's load or run throws; ActscopeError `engine-failed` if the cpu's values are not finite
 */
export async function chooseDevice<Pass extends Disposable>(
  candidates: readonly Candidate<Pass>[],
  check: (pass: Pass) => Promise<Float32Array>,
  { atLeastMs = timeout.atLeastMs } = {},
): Promise<Choice<Pass>> {
  const cpus = candidates.filter(({ device, absent }) => device === 'cpu' && absent === undefined)
  const reference = cpus.find(({ engine }) => engine === 'onnxruntime') ?? cpus[0]
  if (reference === undefined) throw new ActscopeError('device-unavailable', 'No engine here runs on the cpu.')
  const begun = performance.now()
  let expected: Float32Array = new Float32Array()
  const ofCpu = await tryOut(reference, check, { limitMs: Infinity, bestMs: Infinity }, (values) => {
    expected = values
    return values.length > 0 && values.every(Number.isFinite) ? undefined : 'gives no values, or not finite ones'
  })
  if ('reason' in ofCpu)
    throw new ActscopeError('engine-failed', `The network ${ofCpu.reason} for its check input, on the cpu.`, {
      hint: 'Its weights are damaged or not its own.',
    })
  const limitMs = Math.max(atLeastMs, timeout.timesCpu * (performance.now() - begun))

  let best: Timed<Pass> = ofCpu
  let winner = reference
  const results = new Map<Candidate<Pass>, Result>([[reference, timing(ofCpu)]])
  for (const candidate of candidates) {
    if (candidate === reference) continue
    if (candidate.absent !== undefined) {
      results.set(candidate, { status: 'absent', reason: candidate.absent })
      continue
    }
    const limits = { limitMs, bestMs: best.millisecondsPerRun }
    const outcome = await tryOut(candidate, check, limits, (values) => disagreement(expected, values))
    results.set(candidate, 'reason' in outcome ? outcome : timing(outcome))
    if ('reason' in outcome) continue
    const loser = outcome.millisecondsPerRun < best.millisecondsPerRun ? best : outcome
    if (loser === best) [best, winner] = [outcome, candidate]
    await loser.pass.dispose()
  }
  results.set(winner, { ...timing(best), status: 'chosen' })
  const named = (candidate: Candidate<Pass>): Trial => {
    return { engine: candidate.engine, device: candidate.device, ...results.get(candidate)! }
  }
  return { pass: best.pass, chosen: named(winner), trials: candidates.map(named) }
}

type Result = Omit<Trial, 'engine' | 'device'>

const timing = ({ millisecondsPerRun }: Timed<Disposable>): Result => ({ status: 'slower', millisecondsPerRun })
