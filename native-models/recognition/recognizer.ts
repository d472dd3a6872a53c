import { candidatesOf, chooseDevice, type Trial } from '../engines/choose.ts'
import type { Engine } from '../engines/engine.ts'
import type { Device, EngineName } from '../choices.ts'
import type { Manifest } from '../models/manifest.ts'
import type { Variant } from '../models/variant.ts'
import { openNetwork, type NetworkSession } from './network-session.ts'

/**
 * A variant that is ready to run, and how its device was found. Of the variant only what describes it is kept: its
 * weights now live in the engine, and 224 MB of the large networks' need not be there twice.
 */
export interface Recognizer {
  readonly manifest: Manifest
  readonly network: Variant['network']
  readonly session: NetworkSession
  /** Every device that was considered and what became of it; empty where one was asked for. */
  readonly trials: readonly Trial[]
  dispose(): Promise<void>
}

export interface RecognizerOptions {
  /** `auto`: the fastest device whose result on a check input agrees with the cpu's. */
  readonly device: Device | 'auto'
  readonly threads?: number
  /** Which engine is to run it on that device, where several have it; without it, the first that can. */
  readonly engine?: EngineName
}

/**
 * Loads a variant on the device that was asked for, or on the fastest that is right.
 *
 * @throws ActscopeError `device-unavailable`, `engine-failed`
 */
export async function openRecognizer(
  engines: Engine | readonly Engine[],
  variant: Variant,
  { device, threads, engine: wanted }: RecognizerOptions,
): Promise<Recognizer> {
  const all = 'load' in engines ? [engines] : engines
  const open = (engine: Engine, on: Device): Promise<NetworkSession> =>
    openNetwork(engine, variant, { device: on, ...(threads !== undefined && { threads }) })
  if (device !== 'auto') {
    return ready(variant, await open(await engineFor(all, device, wanted), device), [])
  }
  const clip = checkClip(variant)
  const check = async (session: NetworkSession): Promise<Float32Array> => {
    const kept = await session.encode(clip)
    return (await session.classify(kept)).logits
  }
  const candidates = await candidatesOf(all, open)
  const usable = candidates.filter(({ absent }) => absent === undefined)
  if (usable.length === 1 && usable[0]!.device === 'cpu') {
    // Nothing to choose from: no trial runs, so that a machine without a GPU starts at once.
    const session = await usable[0]!.load()
    const trials = candidates.map(({ engine: name, device: on, absent }): Trial => {
      if (absent === undefined) return { engine: name, device: on, status: 'chosen' }
      return { engine: name, device: on, status: 'absent', reason: absent }
    })
    return ready(variant, session, trials)
  }
  const { pass, trials } = await chooseDevice(candidates, check)
  return ready(variant, pass, trials)
}

/** The engine that was asked for, or the first that has the device; else the first, which says why it has not. */
async function engineFor(engines: readonly Engine[], device: Device, wanted?: EngineName): Promise<Engine> {
  const named = engines.find(({ name }) => name === wanted)
  if (named !== undefined || engines.length === 1) return named ?? engines[0]!
  for (const engine of engines) {
    const report = (await engine.devices()).find((candidate) => candidate.device === device)
    if (report?.available === true) return engine
  }
  return engines[0]!
}

function ready({ manifest, network }: Variant, session: NetworkSession, trials: readonly Trial[]): Recognizer {
  return { manifest, network, session, trials, dispose: () => session.dispose() }
}

/** N different frames with structure at several scales: a device that computes wrongly shows on them. */
function checkClip({ network }: Variant): readonly Uint8Array[] {
  const { size, frames } = network.options
  return Array.from({ length: frames }, (_, t) =>
    Uint8Array.from({ length: size * size * 3 }, (__, i) => {
      const [c, x, y] = [i % 3, Math.floor(i / 3) % size, Math.floor(i / (3 * size))]
      return 128 + 100 * Math.sin((x * (c + 1) + y * 2) / 9 + t) + ((x * 7 + y * 13 + t * 5) % 27)
    }),
  )
}
