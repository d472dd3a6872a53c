import { useStore } from 'zustand'
import { useApp } from '../../parts/use-app.ts'
import { chooseVariant } from '../../page/live/choice.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { texts } from '../../texts.ts'
import { ImportFields } from './import-fields.tsx'
import { ImportFile } from './import-file.tsx'
import { ImportTrial } from './import-trial.tsx'
import { FaultText } from '../fault-text.tsx'
import { answered, isUsable, type FormField } from '../../page/models/import-form.ts'
import './import-dialog.css'

const words = texts.models.import

/** A model of the user's own: the file, what it does not tell, a try, and then it is added. */
export function ImportDialog() {
  const app = useApp()
  const model = app.models.import
  const { facts, form, labels, busy, fault, added } = useStore(model.state)
  const close = (): void => {
    model.close()
  }
  if (added !== undefined)
    return (
      <Dialog title={words.title} onClose={close}>
        <div className="import">
          <p role="status">{words.added(added.title)}</p>
          <div className="import-end">
            <Button onClick={close}>{words.close}</Button>
            <Button
              look="main"
              autoFocus
              onClick={() => {
                chooseVariant(app, added.id)
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
        className="import"
        onSubmit={(event) => {
          event.preventDefault()
          if (complete && busy === undefined) void model.try()
        }}
      >
        <ImportFile />
        {form !== undefined && facts !== undefined && isUsable(facts) && (
          <>
            <ImportFields form={form} facts={facts} />
            <ImportTrial complete={complete} />
          </>
        )}
        {fault !== undefined && <FaultText fault={fault} />}
        {answer !== undefined && facts !== undefined && isUsable(facts) && (
          <div className="import-end">
            <p className="import-missing">
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
                void model.add()
              }}
            >
              {busy === 'adding' ? words.adding : words.add}
            </Button>
          </div>
        )}
      </form>
    </Dialog>
  )
}

const names = (fields: readonly FormField[]): string => fields.map((field) => words[field].toLowerCase()).join(', ')
