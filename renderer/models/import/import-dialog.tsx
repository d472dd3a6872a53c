import { useStore } from 'zustand'
import { useApp } from '../../parts/use-app.ts'
import { chooseVariant } from '../../page/live/choice.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { texts } from '../../texts.ts'
import { BringFields } from './import-fields.tsx'
import { BringFile } from './import-file.tsx'
import { BringTrial } from './import-trial.tsx'
import { FaultText } from '../fault-text.tsx'
import { answered, isUsable, type FormField } from '../../page/models/import-form.ts'
import './import-dialog.css'

const words = texts.models.bring

/** A model of the user's own: the file, what it does not tell, a try, and then it is kept. */
export function BringDialog() {
  const app = useApp()
  const { bring } = app.models
  const { facts, form, labels, busy, fault, kept } = useStore(bring.state)
  const close = (): void => {
    bring.close()
  }
  if (kept !== undefined)
    return (
      <Dialog title={words.title} onClose={close}>
        <div className="bring">
          <p role="status">{words.kept(kept.title)}</p>
          <div className="bring-end">
            <Button onClick={close}>{words.close}</Button>
            <Button
              look="main"
              autoFocus
              onClick={() => {
                chooseVariant(app, kept.id)
                close()
              }}
            >
              {words.useNow}
            </Button>
          </div>
        </div>
      </Dialog>
    )
  const answer = form === undefined || facts === undefined ? undefined : answered(form, facts, labels?.id)
  const complete = answer?.missing.length === 0 && answer.wrong.length === 0
  return (
    <Dialog title={words.title} onClose={close}>
      <form
        className="bring"
        onSubmit={(event) => {
          event.preventDefault()
          if (complete && busy === undefined) void bring.try()
        }}
      >
        <BringFile />
        {form !== undefined && facts !== undefined && isUsable(facts) && (
          <>
            <BringFields form={form} facts={facts} />
            <BringTrial complete={complete} />
          </>
        )}
        {fault !== undefined && <FaultText fault={fault} />}
        {answer !== undefined && facts !== undefined && isUsable(facts) && (
          <div className="bring-end">
            <p className="bring-missing">
              {answer.wrong.length > 0
                ? words.wrongNumber(names(answer.wrong))
                : answer.missing.length > 0
                  ? words.missing(names(answer.missing))
                  : ''}
            </p>
            <Button onClick={close}>{texts.models.cancel}</Button>
            <Button
              look="main"
              disabled={!complete || busy !== undefined}
              onClick={() => {
                void bring.keep()
              }}
            >
              {busy === 'keeping' ? words.keeping : words.keep}
            </Button>
          </div>
        )}
      </form>
    </Dialog>
  )
}

const names = (fields: readonly FormField[]): string => fields.map((field) => words[field].toLowerCase()).join(', ')
