import type { FileResult } from '../../store/file-result.ts'
import { ranked } from '../../store/passes.ts'

/**
 * What the whole video is called: its best label, or undefined where that is below the threshold that the file was
 * recognized with, or where nothing is called by it; the best score either way.
 */
export function wholeLabel(result: Pick<FileResult, 'whole' | 'labels' | 'hidden' | 'settings'>): {
  readonly label: string | undefined
  readonly score: number
} {
  const { whole, labels, hidden, settings } = result
  const [best] = ranked(whole, 1)
  const score = best === undefined ? 0 : whole[best]!
  const silent = best === undefined || score < settings.threshold || hidden.has(best)
  return { label: silent ? undefined : labels[best], score }
}
