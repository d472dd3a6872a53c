import { useStore } from 'zustand'
import { useApp } from '../../parts/use-app.ts'
import { texts } from '../../texts.ts'
import { OfferCard } from './offer-card.tsx'
import './offers.css'

/** What can be fetched; nothing is, before a button is pressed. */
export function Offers() {
  const { models } = useApp()
  const offers = useStore(models.view, (state) => state.offers)
  if (offers.length === 0) return null
  return (
    <section className="offers" aria-labelledby="offers-title">
      <header>
        <h2 id="offers-title">{texts.models.offers.title}</h2>
        <p className="model-quiet">{texts.models.offers.about}</p>
      </header>
      <div className="offers-list">
        {offers.map((offer) => (
          <OfferCard key={offer.name} offer={offer} />
        ))}
      </div>
    </section>
  )
}
