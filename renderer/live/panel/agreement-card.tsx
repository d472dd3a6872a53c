import { useCallback } from 'react'
import { useApp, useSelect } from '../../parts/use-app.ts'
import { texts } from '../../texts.ts'
import { CurveCanvas } from './curve-canvas.tsx'
import { percent } from '../../number-texts.ts'
import './agreement-card.css'

const words = texts.live.agreement
/** Pairs that are listed. */
const limit = 3
/** Least seconds from edge to edge. */
const span = 30

/** How often two variants see the same, and what they confuse most. */
export function AgreementCard() {
  const { live } = useApp()
  const { agreed, compared, pairs } = useSelect((state) => state.live.agreement)
  const read = useCallback(() => {
    const { points } = live.agreements
    const from = points[0]?.time ?? 0
    return { points, from, until: Math.max(points.at(-1)?.time ?? 0, from + span) }
  }, [live])
  return (
    <section className="agreement">
      <header className="panel-head">
        <h2>{words.name}</h2>
        <span className="agreement-share number">
          {compared === 0 ? '' : words.share(percent(agreed / compared), compared)}
        </span>
      </header>
      <div className="agreement-body">
        <CurveCanvas className="agreement-curve" colour="--good" read={read} />
        <ol className="agreement-pairs" aria-label={words.pairs}>
          {compared === 0 && <li className="agreement-none">{words.none}</li>}
          {pairs.slice(0, limit).map(({ labels: [first, second], count }) => (
            <li key={`${first}\n${second}`} className="agreement-pair" title={`${first} · ${second}`}>
              <span className="agreement-labels">
                <span className="agreement-first">{first}</span>
                {' · '}
                <span className="agreement-second">{second}</span>
              </span>
              <span className="number">{words.times(count)}</span>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
