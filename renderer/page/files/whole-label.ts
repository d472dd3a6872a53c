import type { FileResult } from '../../store/file-result.ts'
import { defaultSettings } from '../../store/settings.ts'
import { ranked } from '../../store/passes.ts'

/**
 * What the whole video is called: its best label, or undefined where that is below the threshold that the file was
 * recognized with; the best score either way.
 */
export function wholeLabel(result: Pick<FileResult, 'whole' | 'labels' | 'settings'>): {
  readonly label: string | undefined
  readonly score: number
} {
  const { whole, labels, settings } = result
  const [best] = ranked(whole, 1)
  const score = best === undefined ? 0 : whole[best]!
  return { label: score < (settings.threshold ?? defaultSettings.threshold) ? undefined : labels[best!], score }
}
