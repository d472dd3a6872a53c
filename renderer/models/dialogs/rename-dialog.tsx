import { useState } from 'react'
import type { VariantSummary } from '../../../native-models/protocol.ts'
import { useApp } from '../../parts/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { faultOf } from '../../store/faults.ts'
import type { Fault } from '../../store/state.ts'
import { texts } from '../../texts.ts'
import { FaultText } from '../fault-text.tsx'
import { TextInput } from '../text-input.tsx'
import './small-dialog.css'

export function RenameDialog({ variant }: { readonly variant: VariantSummary }) {
  const { models } = useApp()
  const [title, setTitle] = useState(variant.title)
  const [id, setId] = useState(variant.id)
  const [fault, setFault] = useState<Fault>()
  const close = (): void => {
    models.closeDialog()
  }
  const save = (): void => {
    setFault(undefined)
    models.rename(variant, { title, id }).then(close, (error: unknown) => {
      setFault(faultOf(error))
    })
  }
  return (
    <Dialog title={texts.models.renameTitle} onClose={close}>
      <form
        className="small-dialog"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Field label={texts.models.title} help={texts.models.titleHelp}>
          {(ids) => <TextInput {...ids} value={title} maxLength={200} required autoFocus onText={setTitle} />}
        </Field>
        <Field label={texts.models.name} help={texts.models.nameHelp}>
          {(ids) => <TextInput {...ids} value={id} maxLength={200} required onText={setId} />}
        </Field>
        {fault !== undefined && <FaultText fault={fault} />}
        <div className="small-dialog-end">
          <Button onClick={close}>{texts.models.cancel}</Button>
          <Button type="submit" look="main" disabled={title.trim() === '' || id.trim() === ''}>
            {texts.models.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
