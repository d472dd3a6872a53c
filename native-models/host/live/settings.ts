import { labelLimits } from '../../recognition/online/events.ts'
import { onlineDefaults } from '../../recognition/online/online-recognizer.ts'
import type { LiveSettings } from '../../protocol.ts'

type Given<K extends keyof LiveSettings> = { readonly [Key in K]: NonNullable<LiveSettings[Key]> }

/** Settings with everything in force; `rate` and `threshold` stay open where each variant has its own. */
export type FullSettings = LiveSettings & Given<'margin' | 'topK' | 'averaging' | 'memory' | 'passesPerBlock'>

/** Fills in what was left out. Throws `input-invalid` where the limits of the label contradict each other. */
export function fullSettings(settings: LiveSettings): FullSettings {
  const { threshold, release } = settings
  const { margin, ...limits } = labelLimits({ ...settings, threshold: threshold ?? 1 })
  return {
    margin,
    ...(threshold !== undefined ? limits : release !== undefined && { release }),
    topK: settings.topK ?? 5,
    averaging: settings.averaging ?? onlineDefaults.averaging,
    memory: settings.memory ?? onlineDefaults.memory,
    passesPerBlock: settings.passesPerBlock ?? onlineDefaults.passesPerBlock,
    ...(settings.rate !== undefined && { rate: settings.rate }),
  }
}
