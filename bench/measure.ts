import { setTimeout as sleep } from 'node:timers/promises'
import { Contender, ContenderFailed, type Finish } from './contender.ts'

/** How to start a contender. One that is `optional` may fail: then it is told of, and the others go on. */
export interface Entry {
  readonly key: string
  readonly optional: boolean
  readonly start: () => Promise<Contender>
}

export interface Measured extends Finish {
  /** Milliseconds of one pass, by round. */
  readonly milliseconds: readonly number[]
}

export interface Pace {
  readonly rounds: number
  /** A turn lasts at least this long, so that a pass of a few milliseconds is run many times. */
  readonly turnMs: number
  /** Between turns: threads that wait for more work spin for a while, and would take the next one's cores. */
  readonly restMs: number
}

/**
 * Runs contenders in turns, A B C A B C: what a machine does by itself (heat, neighbours) meets all of them alike.
 * Gives what was measured, by key; of an optional one that failed nothing.
 */
export async function takeTurns(
  entries: readonly Entry[],
  { rounds, turnMs, restMs }: Pace,
  failed: (message: string) => void,
): Promise<ReadonlyMap<string, Measured>> {
  const running = new Map<string, { readonly contender: Contender; readonly milliseconds: number[] }>()
  const optional = new Set(entries.filter((entry) => entry.optional).map(({ key }) => key))
  const attempt = async (key: string, action: () => Promise<void>): Promise<void> => {
    try {
      await action()
    } catch (error) {
      if (!optional.has(key) || !(error instanceof ContenderFailed)) throw error
      running.get(key)?.contender.kill()
      running.delete(key)
      failed(error.message)
    }
  }
  const measured = new Map<string, Measured>()
  try {
    for (const { key, start } of entries)
      await attempt(key, async () => {
        running.set(key, { contender: await start(), milliseconds: [] })
      })
    for (let round = 0; round < rounds; round++)
      for (const [key, { contender, milliseconds }] of [...running])
        await attempt(key, async () => {
          await sleep(restMs)
          milliseconds.push(await contender.run(turnMs))
        })
    for (const [key, { contender, milliseconds }] of [...running])
      await attempt(key, async () => {
        measured.set(key, { milliseconds, ...(await contender.end()) })
      })
    return measured
  } finally {
    for (const { contender } of running.values()) contender.kill()
  }
}
