import { useState } from 'react'
import type { VariantSummary } from '../../../native-models/protocol.ts'
import { useApp, useSelect } from '../../parts/use-app.ts'
import { usedVariants } from '../../store/variants.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { faultOf } from '../../store/faults.ts'
import type { Fault } from '../../store/state.ts'
import { texts } from '../../texts.ts'
import { FaultText } from '../fault-text.tsx'
import './small-dialog.css'

/** Asks once: what is deleted is gone. */
export function RemoveDialog({ variant }: { readonly variant: VariantSummary }) {
  const { models } = useApp()
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const live = useSelect((state) => usedVariants(state).includes(variant.id))
  const close = (): void => {
    models.closeDialog()
  }
  const remove = (): void => {
    setFault(undefined)
    setBusy(true)
    models.remove(variant).then(close, (error: unknown) => {
      setFault(faultOf(error))
      setBusy(false)
    })
  }
  return (
    <Dialog title={texts.models.removeTitle(variant.title)} onClose={close}>
      <div className="small-dialog">
        <p>{texts.models.removeText(texts.models.megabytes(variant.bytes))}</p>
        {live && <p>{texts.models.removeLive}</p>}
        {fault !== undefined && <FaultText fault={fault} />}
        <div className="small-dialog-end">
          <Button autoFocus onClick={close}>
            {texts.models.cancel}
          </Button>
          <Button look="danger" disabled={busy} onClick={remove}>
            {texts.models.removeNow}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
