import type { Device, EngineName } from '../choices.ts'

/** What runs one pass on a device: a session, or two (frame encoder and clip head) under one roof. */
export interface Disposable {
  dispose(): Promise<void>
}

/** An engine's device that could run the passes, and how to get it ready. */
export interface Candidate<Pass extends Disposable> {
  readonly engine: EngineName
  readonly device: Device
  /** Why it is not here at all. */
  readonly absent?: string
  /** Why it is not worth a trial (`Engine.tooSlow`); asked only if it is here. */
  tooSlow?(): Promise<string | undefined>
  load(): Promise<Pass>
}

const timedRuns = 3

/** A candidate that is right: ready, and with its median of three runs. */
export interface Timed<Pass extends Disposable> {
  readonly pass: Pass
  readonly millisecondsPerRun: number
}

/** A candidate that is out, and why. */
export interface Out {
  readonly status: 'refused' | 'slower'
  readonly reason: string
}

/**
 * Loads, checks and times one candidate. What is refused, or given up after `limitMs`, is disposed. With a limit of `Infinity`
 * nothing is caught: errors of the reference are the caller's.
 */
export async function tryOut<Pass extends Disposable>(
  candidate: Candidate<Pass>,
  check: (pass: Pass) => Promise<Float32Array>,
  { limitMs, bestMs }: { readonly limitMs: number; readonly bestMs: number },
  problemOf: (values: Float32Array) => string | undefined,
): Promise<Timed<Pass> | Out> {
  try {
    const slow = await candidate.tooSlow?.()
    if (slow !== undefined) return { status: 'slower', reason: slow }
  } catch (error) {
    return { status: 'refused', reason: messageOf(error) }
  }
  let givenUp = false
  const loading = candidate.load()
  const trial = async (): Promise<Timed<Pass> | Out> => {
    const pass = await loading
    const problem = problemOf(await check(pass))
    if (problem !== undefined) return { status: 'refused', reason: problem }
    const times: number[] = []
    while (times.length < timedRuns && !givenUp) {
      const start = performance.now()
      await check(pass)
      times.push(performance.now() - start)
      if (Math.min(...times) > 2 * bestMs) break // more runs would only cost time
    }
    return { pass, millisecondsPerRun: times.sort((a, b) => a - b)[Math.floor(times.length / 2)]! }
  }
  const discard = (): void => {
    void loading.then((pass) => pass.dispose()).catch(() => undefined)
  }
  let timer: NodeJS.Timeout | undefined
  const tooSlow = new Promise<Timed<Pass> | Out>((resolve) => {
    if (limitMs === Infinity) return
    timer = setTimeout(() => {
      givenUp = true
      resolve({ status: 'slower', reason: `was given up after ${(limitMs / 1000).toFixed(1)} s` })
    }, limitMs)
  })
  try {
    const outcome = await Promise.race([trial(), tooSlow])
    if ('reason' in outcome) discard()
    return outcome
  } catch (error) {
    discard()
    if (limitMs === Infinity) throw error // the reference: there is no choice without it
    return { status: 'refused', reason: messageOf(error) }
  } finally {
    clearTimeout(timer)
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
