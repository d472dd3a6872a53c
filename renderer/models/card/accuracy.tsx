import type { VariantSummary } from '../../../native-models/protocol.ts'
import { texts } from '../../texts.ts'
import './accuracy.css'

/** What was measured, and on what; or that nothing was. */
export function Accuracy({ measured, trained }: { measured: VariantSummary['measured']; trained: boolean }) {
  if (!trained) return <p className="accuracy-none">{texts.models.untrainedWarning}</p>
  if (measured === undefined) return <p className="accuracy-none">{texts.models.notMeasured}</p>
  const { top1, top5, clips, split } = measured
  return (
    <figure className="accuracy">
      {[['top-1', top1] as const, ['top-5', top5] as const].map(([name, share]) => (
        <div key={name} className="accuracy-row">
          <span>{name}</span>
          <meter className="accuracy-meter" min={0} max={1} value={share} aria-label={name} />
          <span className="number">{texts.models.percent(share)}</span>
        </div>
      ))}
      <figcaption className="model-quiet">{texts.models.measuredOn(clips, split)}</figcaption>
    </figure>
  )
}
