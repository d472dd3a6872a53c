import { runCommand } from '../../page/run-command.ts'
import { useApp, useSelect } from '../../parts/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { texts } from '../../texts.ts'
import { ScoreCurve } from './score-curve.tsx'
import { percent } from '../../number-texts.ts'
import './lane-scores.css'

const words = texts.live.panel

interface LaneScoresProps {
  readonly lane: 0 | 1
  readonly compared: boolean
}

/** The best labels of a variant. There is a row for each from the start, so that nothing moves when they come. */
export function LaneScores({ lane, compared }: LaneScoresProps) {
  const app = useApp()
  const title = useSelect(({ live }) => live.lanes[lane]?.title ?? '')
  const variant = useSelect(({ live }) => live.lanes[lane]?.info.variant)
  const known = useSelect(({ variants }) => variants.find(({ id }) => id === variant))
  const untrained = known?.training === undefined
  const actions = known?.labels.filter(({ hidden }) => !hidden).length ?? 0
  const rows = useSelect(({ settings }) => settings.topK)
  const waits = useSelect(({ live }) => live.lanes[lane]?.top.length === 0)
  return (
    <section className={`lane-scores lane-scores-${lane} ${compared ? 'lane-compared' : ''}`}>
      <header className="panel-head">
        <h2 title={title}>{compared ? title : words.scores}</h2>
        {untrained && (
          <span className="lane-untrained" title={words.untrainedHelp}>
            {words.untrained}
          </span>
        )}
      </header>
      <ol className="lane-rows" aria-label={words.scoresOf(title)}>
        {Array.from({ length: rows }, (_, rank) => (
          <ScoreRow key={rank} lane={lane} rank={rank} />
        ))}
        {waits && (
          <li className="lane-waiting">
            <p>{words.waiting}</p>
            <Button
              onClick={() => {
                runCommand(app, 'view-models')
              }}
            >
              {words.knows(actions)}
            </Button>
          </li>
        )}
      </ol>
    </section>
  )
}

function ScoreRow({ lane, rank }: { readonly lane: 0 | 1; readonly rank: number }) {
  const place = useSelect(({ live }) => live.lanes[lane]?.top[rank])
  const variant = useSelect(({ live }) => live.lanes[lane]?.info.variant)
  const isShown = useSelect(({ live }) => place !== undefined && live.lanes[lane]?.shown?.index === place.index)
  return (
    <li className={`score-row ${isShown ? 'score-shown' : ''}`} aria-hidden={place === undefined}>
      <span className="score-label" title={place?.label}>
        {place?.label}
      </span>
      <ScoreCurve variant={variant} index={place?.index} lane={lane} />
      <span className="score-number number">{place === undefined ? '' : percent(place.score)}</span>
      <span className="score-bar">
        <span style={{ transform: `scaleX(${Math.min(1, place?.score ?? 0)})` }} />
      </span>
    </li>
  )
}
