import { defaultThreshold, EventTracker } from '../../recognition/online/events.ts'
import { defaultPassesPerBlock } from '../../recognition/online/online-recognizer.ts'
import type { LiveSettings } from '../../protocol.ts'

/** Settings with everything in force; `rate` stays open where each variant has its own. */
export type FullSettings = LiveSettings & {
  readonly threshold: number
  readonly release: number
  readonly margin: number
  readonly topK: number
  readonly averaging: NonNullable<LiveSettings['averaging']>
  readonly reading: NonNullable<LiveSettings['reading']>
  readonly passesPerBlock: NonNullable<LiveSettings['passesPerBlock']>
}

/** Fills in what was left out. Throws `input-invalid` where the limits of the label contradict each other. */
export function fullSettings(settings: LiveSettings): FullSettings {
  const threshold = settings.threshold ?? defaultThreshold
  const full = {
    threshold,
    release: settings.release ?? threshold * 0.7,
    margin: settings.margin ?? 0.1,
    topK: settings.topK ?? 5,
    averaging: settings.averaging ?? ('halving' as const),
    reading: settings.reading ?? ('slots' as const),
    passesPerBlock: settings.passesPerBlock ?? defaultPassesPerBlock,
    ...(settings.rate !== undefined && { rate: settings.rate }),
  }
  new EventTracker([], full) // it knows what contradicts
  return full
}
