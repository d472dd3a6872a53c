import { useEffect, useRef } from 'react'
import { percent } from '../../number-texts.ts'
import type { LineStyle } from './class-color.ts'
import type { FileResult } from '../../store/file-result.ts'
import type { Playback } from '../playback/playback.ts'
import './legend.css'

interface LegendProps {
  readonly lines: readonly LineStyle[]
  readonly result: FileResult | undefined
  readonly playback: Playback | undefined
}

/** Which curve is which, and how high it stands at the moment that is on screen. */
export function TimeLineLegend({ lines, result, playback }: LegendProps) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const show = (time: number): void => {
      const pass = result?.passes.at(time)
      list.current?.querySelectorAll('.time-line-legend-value').forEach((element, i) => {
        const score = pass?.average[lines[i]!.index]
        const text = score === undefined ? '–' : percent(score)
        if (element.textContent !== text) element.textContent = text
      })
    }
    show(playback?.currentTime ?? 0)
    return playback?.onFrame(show)
  }, [lines, result, playback])
  return (
    <div className="time-line-legend">
      <ul ref={list} className="time-line-legend-list">
        {lines.map(({ index, color, dash }) => (
          <li key={index} className="time-line-legend-item" title={result?.labels[index]}>
            <svg width="18" height="10" aria-hidden="true">
              <path d="M0 5h18" stroke={`var(--class-${color})`} strokeWidth="2" strokeDasharray={dash.join(' ')} />
            </svg>
            <span className="time-line-legend-label">{result?.labels[index]}</span>
            <span className="time-line-legend-value number" />
          </li>
        ))}
      </ul>
    </div>
  )
}
