/** A moment of a file, as the line that is drawn over its picture. */
import type { OverlayLine } from '../../drawing/overlay-line.ts'
import { texts } from '../../texts.ts'
import type { Moment } from './moment.ts'

export function overlayLine(moment: Moment): OverlayLine {
  const shared = { lane: 0, title: undefined } as const
  return moment.kind === 'label'
    ? { ...shared, text: moment.label, score: moment.score, quiet: false }
    : { ...shared, text: texts.files.moment[moment.kind], score: undefined, quiet: true }
}
