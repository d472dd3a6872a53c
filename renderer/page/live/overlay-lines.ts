/** What stands over the picture, made of what the recognizer said. Knows no page and no canvas. */
import type { OverlayLine } from '../../drawing/overlay-line.ts'
import { texts } from '../../texts.ts'

/** What of a lane is needed for its line. */
export interface LabelledLane {
  readonly title: string
  readonly info: { readonly frames: number }
  readonly filled: number
  readonly passes: number
  readonly shown: { readonly label: string; readonly score: number } | undefined
}

export function overlayLines(lanes: readonly LabelledLane[]): OverlayLine[] {
  return lanes.slice(0, 2).map((lane, i) => ({
    ...words(lane),
    lane: i === 0 ? 0 : 1,
    title: lanes.length > 1 ? lane.title : undefined,
  }))
}

function words({ info, filled, passes, shown }: LabelledLane): Pick<OverlayLine, 'text' | 'score' | 'quiet'> {
  if (passes === 0) return { text: texts.live.warmingUp(filled, info.frames), score: undefined, quiet: true }
  if (shown === undefined) return { text: texts.live.unsure, score: undefined, quiet: true }
  return { text: shown.label, score: shown.score, quiet: false }
}
