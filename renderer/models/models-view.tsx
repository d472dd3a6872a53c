import { useEffect } from 'react'
import { useApp, useSelect } from '../parts/use-app.ts'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { texts } from '../texts.ts'
import { ModelCard } from './card/model-card.tsx'
import { Offers } from './offers/offers.tsx'
import './models-view.css'

/** Every variant: what it knows, how good it is, where it comes from; how to import others, and what can be fetched. */
export function ModelsView() {
  const { models } = useApp()
  const variants = useSelect((state) => state.variants)
  const damaged = useSelect((state) => state.damaged)
  const known = useSelect((state) => state.recognizer.state === 'running')
  useEffect(() => {
    // The command line may have changed them meanwhile.
    if (known) models.refresh().catch(() => undefined)
  }, [models, known])
  return (
    <div className="models-view">
      <div className="models-bar">
        <p className="model-quiet">{texts.models.import.openHelp}</p>
        <Button
          disabled={!known}
          onClick={() => {
            models.import.open()
          }}
        >
          {texts.models.import.open}
        </Button>
      </div>
      <div className="models-list">
        {variants.map((variant, i) => (
          <ModelCard key={variant.id} variant={variant} number={i < 9 ? i + 1 : undefined} />
        ))}
        {damaged.map(({ name, error }) => (
          <article key={name} className="model-damaged">
            <h2>
              <Icon name="warning" /> {texts.models.damaged(name)}
            </h2>
            <p>{error.message}</p>
            {error.hint !== undefined && <p className="model-quiet">{error.hint}</p>}
          </article>
        ))}
        {variants.length === 0 && damaged.length === 0 && (
          <p className="models-empty">{known ? texts.models.none : texts.recognizer.starting}</p>
        )}
      </div>
      {known && <Offers />}
    </div>
  )
}
