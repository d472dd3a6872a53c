import { percent } from '../../number-texts.ts'
import { texts } from '../../texts.ts'
import { colorOf } from '../time-line/class-color.ts'
import type { FileEntry } from '../../store/file-entry.ts'
import { isBusy } from '../../store/file-result.ts'
import { ranked } from '../../store/passes.ts'
import type { Playback } from '../playback/playback.ts'
import { timeText } from '../time-line/time-scale.ts'
import './results.css'

interface ResultsProps {
  readonly entry: FileEntry
  readonly playback: Playback | undefined
}

const barCount = 5

/** The five best labels of the whole video, and its events, each of which the player goes to. */
export function Results({ entry, playback }: ResultsProps) {
  const { result, status } = entry
  const empty = eventsNote(entry)
  return (
    <aside className="results">
      <h3 className="results-title">{texts.files.whole}</h3>
      <ol className="results-bars">
        {(result === undefined
          ? Array<undefined>(barCount).fill(undefined)
          : ranked(result.whole, barCount, result.hidden)
        ).map((index, i) => (
          <li key={index ?? `none-${i}`} className="results-bar">
            <span className="results-bar-label">{index === undefined ? '' : result?.labels[index]}</span>
            <span className="number">{index === undefined ? '' : percent(result!.whole[index]!)}</span>
            <span className="results-bar-track" aria-hidden="true">
              <span style={{ transform: `scaleX(${index === undefined ? 0 : result!.whole[index]!})` }} />
            </span>
          </li>
        ))}
      </ol>
      <h3 className="results-title">{texts.files.eventList}</h3>
      {empty !== undefined && <p className="results-note">{empty}</p>}
      {result !== undefined && result.events.length > 0 && (
        <ol className="results-events" aria-busy={isBusy(status)}>
          {result.events.map(({ index, label, start, end, score }) => (
            <li key={start}>
              <button type="button" className="results-event" onClick={() => playback?.seek(start)}>
                <span className="results-event-mark" style={{ background: `var(--class-${colorOf(index)})` }} />
                <span className="results-event-label">{label}</span>
                <span className="results-event-score number">{percent(score)}</span>
                <span className="results-event-time number">
                  {timeText(start, true)} – {timeText(end, true)}
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </aside>
  )
}

/** Why there are no events, where there are none. */
function eventsNote({ result, status }: FileEntry): string | undefined {
  if (result?.complete !== true) {
    if (isBusy(status)) return texts.files.eventsToCome
    return status.state === 'failed' ? undefined : texts.files.notComplete
  }
  if (result.tooShort) return texts.files.tooShort
  return result.events.length === 0 ? texts.files.noEvents(percent(result.settings.threshold)) : undefined
}
