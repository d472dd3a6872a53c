import { useApp, useSelect } from '../../parts/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { texts } from '../../texts.ts'
import './no-lane.css'

const words = texts.live.panel

/** In the place of the scores while no variant runs: what is being waited for, or why none does. */
export function NoLane() {
  const { live } = useApp()
  const recognizer = useSelect((state) => state.recognizer.state)
  const loading = useSelect((state) => state.live.loading)
  const error = useSelect(({ live: now }) => (now.loading === undefined ? now.refused?.error : undefined))
  const models = useSelect((state) => state.variants.length)
  const damaged = useSelect((state) => state.damaged)
  const rows = useSelect((state) => state.settings.topK)
  const isLost = recognizer === 'running' && error === undefined && models === 0
  return (
    <section className="no-lane" style={{ minHeight: `calc(40px + ${rows} * var(--score-row))` }} role="status">
      <header className="panel-head">
        <h2>{words.scores}</h2>
      </header>
      {error === undefined && !isLost && (
        <p className="panel-quiet">
          {recognizer === 'running' && loading !== undefined ? words.loading : ''}
          {recognizer === 'starting' ? words.starting : ''}
        </p>
      )}
      {(error !== undefined || isLost) && (
        <div className="no-lane-words">
          <p className="no-lane-title">
            <Icon name="warning" /> {isLost ? words.noModels : words.failed}
          </p>
          <p>{error?.message ?? words.noModelsHint}</p>
          {error?.hint !== undefined && <p className="no-lane-hint">{error.hint}</p>}
          {damaged.map((model) => (
            <p key={model.name}>
              <strong>{words.damaged(model.name)}</strong> {model.error.message}{' '}
              <span className="no-lane-hint">{model.error.hint}</span>
            </p>
          ))}
          {models > 0 && <Button onClick={() => void live.show()}>{words.tryAgain}</Button>}
        </div>
      )}
    </section>
  )
}
