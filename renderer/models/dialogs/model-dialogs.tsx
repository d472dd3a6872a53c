import { useStore } from 'zustand'
import { useApp } from '../../parts/use-app.ts'
import { ImportDialog } from '../import/import-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { RenameDialog } from './rename-dialog.tsx'

/** What the models ask, over any view: a model can be dropped anywhere. */
export function ModelDialogs() {
  const { models } = useApp()
  const dialog = useStore(models.view, (state) => state.dialog)
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'import':
      return <ImportDialog />
    case 'rename':
      return <RenameDialog variant={dialog.variant} />
    case 'remove':
      return <RemoveDialog variant={dialog.variant} />
  }
}
