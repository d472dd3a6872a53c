import { useStore } from 'zustand'
import type { Offer } from '../../../native-models/protocol.ts'
import { useApp } from '../../parts/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { texts } from '../../texts.ts'
import { FaultText } from '../fault-text.tsx'
import './offer-card.css'

const words = texts.models.offers

export function OfferCard({ offer }: { readonly offer: Offer }) {
  const { models } = useApp()
  const fault = useStore(models.view, ({ offerFaults }) => offerFaults[offer.name])
  const { name, title, url, sha256, bytes, licence, runs, state } = offer
  const begun = state.state === 'offered' ? state.done : 0
  const getWord = begun > 0 ? words.goOn(texts.models.megabytes(begun)) : words.get
  return (
    <article className="model-card" aria-labelledby={`offer-${name}`}>
      <header className="model-head">
        <div>
          <h3 id={`offer-${name}`}>{title}</h3>
          <p className="model-quiet model-id">{name}</p>
        </div>
      </header>
      {!runs && <p className="accuracy-none">{words.start}</p>}
      <dl className="model-facts">
        <dt>{words.size}</dt>
        <dd>{words.aboutBytes(texts.models.megabytes(bytes))}</dd>
        <dt>{texts.models.licence}</dt>
        <dd>{licence}</dd>
        <dt>{words.address}</dt>
        <dd>{url}</dd>
        <dt>{words.hash}</dt>
        <dd>{words.hashBegins(sha256)}</dd>
      </dl>
      {fault !== undefined && state.state !== 'fetching' && <FaultText fault={fault} />}
      {state.state === 'fetching' && <Progress offer={offer} done={state.done} total={state.total} />}
      {state.state === 'here' && <p role="status">{runs ? words.here : words.startHere(name)}</p>}
      <footer className="model-actions">
        {state.state === 'offered' && (
          <Button
            aria-label={words.nameOf(getWord, title)}
            onClick={() => {
              void models.getOffer(name)
            }}
          >
            {getWord}
          </Button>
        )}
        {state.state === 'fetching' && (
          <Button
            aria-label={words.nameOf(words.stop, title)}
            onClick={() => {
              models.stopOffer(name)
            }}
          >
            {words.stop}
          </Button>
        )}
      </footer>
    </article>
  )
}

interface ProgressProps {
  readonly offer: Offer
  readonly done: number
  readonly total: number | undefined
}

function Progress({ offer, done, total }: ProgressProps) {
  const whole = total ?? offer.bytes
  const { megabytes } = texts.models
  const said =
    done === 0 ? words.asking : done === total ? words.making : words.progressOf(megabytes(done), megabytes(whole))
  return (
    <div className="offer-progress number">
      <progress max={whole} value={Math.min(done, whole)} aria-label={words.progress(offer.title)} />
      <span>{said}</span>
    </div>
  )
}
