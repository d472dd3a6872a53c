import { useStore } from 'zustand'
import { useApp } from '../../parts/use-app.ts'
import { texts } from '../../texts.ts'
import { FaultText } from '../fault-text.tsx'

/** What came of checking a variant's files, if that was asked for. */
export function CheckLine({ id }: { readonly id: string }) {
  const { models } = useApp()
  const check = useStore(models.view, ({ checks }) => checks[id])
  if (check === undefined) return null
  if (check.state === 'bad') return <FaultText fault={check.fault} />
  return (
    <p className="model-quiet" role="status">
      {check.state === 'good' ? texts.models.good : texts.models.checking}
    </p>
  )
}
