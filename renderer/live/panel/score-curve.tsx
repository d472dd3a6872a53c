import { useCallback } from 'react'
import { useApp } from '../../parts/use-app.ts'
import { CurveCanvas } from './curve-canvas.tsx'
import { historySpan } from '../../page/live/history.ts'

interface ScoreCurveProps {
  readonly variant: string | undefined
  /** Of the class. */
  readonly index: number | undefined
  readonly lane: 0 | 1
}

const still = matchMedia('(prefers-reduced-motion: reduce)')

/** P_A of one label over the last half minute. It stands still with the picture, and moves pass by pass if that is wished. */
export function ScoreCurve({ variant, index, lane }: ScoreCurveProps) {
  const { live, store } = useApp()
  const read = useCallback(() => {
    const history = variant === undefined ? [] : (live.histories.get(variant)?.points ?? [])
    const { camera, live: now } = store.getState()
    const moves = camera.state === 'on' && !now.paused && !still.matches
    const until = moves ? performance.now() / 1000 : (history.at(-1)?.time ?? 0)
    const points = index === undefined ? [] : history.map(({ time, average }) => ({ time, value: average[index] ?? 0 }))
    return { points, from: until - historySpan, until }
  }, [live, store, variant, index])
  return <CurveCanvas className="score-curve" colour={`--lane-${lane}`} read={read} />
}
