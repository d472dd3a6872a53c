import type { VariantSummary } from '../../../native-models/protocol.ts'
import { useApp, useSelect } from '../../parts/use-app.ts'
import { chooseVariant, compareWith } from '../../page/live/choice.ts'
import { usedVariants } from '../../store/variants.ts'
import { Button } from '../../parts/button.tsx'
import { Menu } from '../../parts/menu.tsx'
import { texts } from '../../texts.ts'
import { labelWords } from './accuracy-words.ts'
import { Accuracy } from './accuracy.tsx'
import { CheckLine } from './check-line.tsx'
import { SpeedFact } from './speed-fact.tsx'
import './model-card.css'

interface ModelCardProps {
  readonly variant: VariantSummary
  /** The key that toggles to it. */
  readonly number: number | undefined
}

export function ModelCard({ variant, number }: ModelCardProps) {
  const app = useApp()
  const lane = useSelect((state) => usedVariants(state).indexOf(variant.id))
  const { id, title, network, rate, labels, bytes, training, licence, origin, own, limits } = variant
  const named = labels.filter(({ hidden }) => !hidden)
  const ask = (kind: 'rename' | 'remove') => (): void => {
    app.models.view.setState({ dialog: { kind, variant } })
  }
  return (
    <article className={`model-card ${lane === -1 ? '' : `model-lane-${lane}`}`} aria-labelledby={`model-${id}`}>
      <header className="model-head">
        <div>
          <h2 id={`model-${id}`}>{title}</h2>
          <p className="model-quiet model-id">
            {id}
            {own && <span className="model-own">{texts.models.own}</span>}
          </p>
        </div>
        {number !== undefined && <kbd className="variant-key">{number}</kbd>}
      </header>

      <Accuracy measured={variant.measured} calibration={variant.calibration} trained={training !== undefined} />

      <dl className="model-facts">
        <dt>{texts.models.network}</dt>
        <dd>
          {network.name}
          {network.variation !== undefined && ` (${network.variation})`}
        </dd>
        <dt>{texts.models.input}</dt>
        <dd>{texts.models.inputOf(network.frames, network.size, rate)}</dd>
        <dt>{texts.models.weights}</dt>
        <dd>{texts.models.megabytes(bytes)}</dd>
        <dt>{texts.models.speed}</dt>
        <dd>
          <SpeedFact variant={variant} />
        </dd>
        <dt>{texts.models.trainedOn}</dt>
        <dd>{training?.data ?? texts.models.untrained}</dd>
        <dt>{texts.models.licence}</dt>
        <dd>{licence}</dd>
        {origin !== undefined && origin !== training?.data && (
          <>
            <dt>{texts.models.origin}</dt>
            <dd>{origin}</dd>
          </>
        )}
      </dl>

      <details className="model-more">
        <summary>{texts.models.classes(named.length)}</summary>
        <ul className="model-labels">
          {named.map((label) => {
            const { note, sentence } = labelWords(label)
            return (
              <li key={label.label} className={label.background ? 'model-quiet' : ''} title={sentence}>
                {label.label}
                {note !== undefined && <span className="model-quiet"> ({note})</span>}
              </li>
            )
          })}
        </ul>
      </details>
      {limits.length > 0 && (
        <details className="model-more">
          <summary>{texts.models.limits}</summary>
          <ul className="model-limits">
            {limits.map((limit) => (
              <li key={limit}>{limit}</li>
            ))}
          </ul>
        </details>
      )}

      <CheckLine id={id} />
      <footer className="model-actions">
        <Button
          look={lane === 0 ? 'plain' : 'main'}
          disabled={lane === 0}
          onClick={() => {
            chooseVariant(app, id)
          }}
        >
          {lane === 0 ? texts.models.inUse : texts.models.use}
        </Button>
        <Button
          disabled={lane !== -1}
          onClick={() => {
            compareWith(app, id)
          }}
        >
          {lane === 1 ? texts.models.compared : texts.models.compare}
        </Button>
        <span className="model-more-actions">
          <Menu
            name={texts.models.actions(title)}
            items={[
              ...(own ? [{ text: texts.models.rename, run: ask('rename') }] : []),
              { text: texts.models.check, run: () => void app.models.check(variant) },
              ...(own ? [{ text: texts.models.remove, run: ask('remove') }] : []),
            ]}
          >
            ⋯
          </Menu>
        </span>
      </footer>
    </article>
  )
}
