/** What is shown over a video at one of its moments. */
import type { FileResult } from '../../store/file-result.ts'

export type Moment =
  | { readonly kind: 'label'; readonly index: number; readonly label: string; readonly score: number }
  /** `none`: no label was sure enough; `warming`: before the first pass; `ahead`: recognition has not come so far. */
  | { readonly kind: 'none' | 'warming' | 'ahead' }

type ResultSoFar = Pick<FileResult, 'labels' | 'hidden' | 'passes' | 'events' | 'complete'> & {
  readonly settings: { readonly threshold: number }
}

/**
 * Inside an event its label, with P_A of that moment. A moment belongs to the pass whose block it lies in, and a pass to
 * the event that it ends in; so nothing flickers in the gap between the last frame of a block and the first of the next.
 * Until the events are known (they come at the end), the best label stands for them where it reaches the threshold and
 * may be named.
 */
export function momentAt(result: ResultSoFar | undefined, time: number, busy: boolean): Moment {
  const first = result?.passes.list[0]
  if (result === undefined || first === undefined) return { kind: busy ? 'warming' : 'none' }
  if (time < first.from) return { kind: 'warming' }
  const pass = result.passes.at(time)
  if (pass === undefined) return { kind: busy && !result.complete ? 'ahead' : 'none' }
  const index = result.complete
    ? result.events.find(({ start, end }) => start <= pass.until && pass.until <= end)?.index
    : best(pass.average, result)
  if (index === undefined) return { kind: 'none' }
  return { kind: 'label', index, label: result.labels[index] ?? '', score: pass.average[index] ?? 0 }
}

function best(average: Float32Array, { settings, hidden }: ResultSoFar): number | undefined {
  let best = 0
  for (let i = 1; i < average.length; i++) if (average[i]! > average[best]!) best = i
  return average[best]! >= settings.threshold && !hidden.has(best) ? best : undefined
}
