import { useApp, useSelect } from '../../parts/use-app.ts'
import { usedVariants } from '../../store/variants.ts'
import { Button, CommandButton } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { percent } from '../../number-texts.ts'
import { texts } from '../../texts.ts'
import type { FileEntry } from '../../store/file-entry.ts'
import { isBusy } from '../../store/file-result.ts'
import { wholeLabel } from '../../page/files/whole-label.ts'
import { shareOf, stateText } from '../status-text.ts'
import './player-head.css'

/** What the video shows as a whole, how far recognition is, and what can be done with it. */
export function PlayerHead({ entry }: { readonly entry: FileEntry }) {
  const { files } = useApp()
  const { file, status, result } = entry
  const variants = useSelect((state) => state.variants)
  const wanted = useSelect((state) => usedVariants(state)[0])
  const titleOf = (id: string | undefined): string => variants.find((variant) => variant.id === id)?.title ?? id ?? ''
  const busy = isBusy(status)
  const said = result === undefined ? undefined : wholeLabel(result)
  const share = shareOf(entry)
  const another = result !== undefined && wanted !== undefined && wanted !== result.variant
  const again = (): void => {
    files.recognize(file.key)
  }
  return (
    <header className="player-head">
      <div className="player-head-words">
        <h2 className="player-head-label">
          {said === undefined ? (
            <span className="player-head-none">{notYet(entry)}</span>
          ) : (
            <>
              <span className="player-head-action">{said.label ?? texts.files.unsure}</span>{' '}
              {said.label !== undefined && <span className="player-head-score number">{percent(said.score)}</span>}
            </>
          )}
        </h2>
        <p className="player-head-file">
          <span className="player-head-name" title={file.name}>
            {file.name}
          </span>
          {result !== undefined && <span className="player-head-by">{texts.files.by(titleOf(result.variant))}</span>}
        </p>
      </div>
      <div className="player-head-actions">
        {busy && (
          <>
            {said !== undefined && (
              <span className="player-head-state number" role="status">
                {stateText(entry)}
              </span>
            )}
            <Button
              onClick={() => {
                files.cancel(file.key)
              }}
            >
              {texts.files.stop}
            </Button>
          </>
        )}
        {!busy && another && (
          <Button look="main" onClick={again} title={texts.files.recognizeWith(titleOf(wanted))}>
            <span className="player-head-again">{texts.files.recognizeWith(titleOf(wanted))}</span>
          </Button>
        )}
        {!busy && !another && result !== undefined && status.state !== 'failed' && (
          <Button
            look="quiet"
            className="button-icon"
            title={texts.files.recognizeAgain}
            aria-label={texts.files.recognizeAgain}
            onClick={again}
          >
            <Icon name="again" />
          </Button>
        )}
        <CommandButton command="export" label={texts.files.export} disabled={result === undefined} />
      </div>
      {busy && (
        <div className="player-head-progress" aria-hidden="true">
          <div style={{ transform: `scaleX(${share ?? 0})` }} />
        </div>
      )}
      {status.state === 'failed' && (
        <div className="player-head-fault" role="alert">
          <Icon name="warning" />
          <p>
            {status.error.message}{' '}
            {status.error.hint !== undefined && <span className="player-head-hint">{status.error.hint}</span>}
          </p>
          <Button onClick={again}>{texts.files.retry}</Button>
        </div>
      )}
      {status.state === 'cancelled' && (
        <div className="player-head-stopped">
          <p>{texts.files.state.cancelled}</p>
          <Button onClick={again}>
            {another ? texts.files.recognizeTo(titleOf(wanted)) : texts.files.recognizeAgain}
          </Button>
        </div>
      )}
      {result?.damage !== undefined && (
        <p className="player-head-damage">
          <Icon name="warning" />
          {texts.files.damage(result.damage)}
        </p>
      )}
    </header>
  )
}

/** In the place of the label, while there is none. */
function notYet(entry: FileEntry): string {
  if (entry.status.state === 'failed') return texts.files.notRecognized
  return isBusy(entry.status) ? stateText(entry) : texts.files.notYet
}
