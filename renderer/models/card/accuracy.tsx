import type { VariantSummary } from '../../../native-models/protocol.ts'
import { texts } from '../../texts.ts'
import { calibrationWords, rightWords, sourceWords, unknownWords } from './accuracy-words.ts'
import './accuracy.css'

interface AccuracyProps {
  readonly measured: VariantSummary['measured']
  readonly calibration: VariantSummary['calibration']
  readonly trained: boolean
}

/** What was measured, in words and as bars, and on what; or that nothing was. */
export function Accuracy({ measured, calibration, trained }: AccuracyProps) {
  if (!trained) return <p className="accuracy-none">{texts.models.untrainedWarning}</p>
  if (measured === undefined) return <p className="accuracy-none">{texts.models.notMeasured}</p>
  const { top1, top5, clips, split, whole, sources = {} } = measured
  const sentences = [
    whole && rightWords(whole),
    calibration?.unknown && unknownWords(calibration.unknown),
    calibration && calibrationWords(calibration),
  ].filter((sentence) => sentence !== undefined)
  const bySource = Object.entries(sources)
  return (
    <figure className="accuracy">
      {sentences.length > 0 && (
        <ul className="accuracy-words">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {[['top-1', top1] as const, ['top-5', top5] as const].map(([name, share]) => (
        <div key={name} className="accuracy-row">
          <span>{name}</span>
          <meter className="accuracy-meter" min={0} max={1} value={share} aria-label={name} />
          <span className="number">{texts.models.percent(share)}</span>
        </div>
      ))}
      <figcaption className="model-quiet">{texts.models.measuredOn(clips, split)}</figcaption>
      {bySource.length > 0 && (
        <details className="model-more">
          <summary>{texts.models.accuracy.bySource}</summary>
          <ul className="model-limits">
            {bySource.map(([name, rate]) => (
              <li key={name}>{sourceWords(name, rate)}</li>
            ))}
          </ul>
        </details>
      )}
    </figure>
  )
}
