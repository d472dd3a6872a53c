import type { DragEvent, ReactNode } from 'react'
import { faultOf } from '../store/faults.ts'
import { texts } from '../texts.ts'
import { openFiles } from '../page/app.ts'
import { useApp, useSelect } from '../parts/use-app.ts'
import './drop-target.css'

const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files')

/** Videos and folders can be dropped anywhere on the window. */
export function DropTarget({ children }: { readonly children: ReactNode }) {
  const app = useApp()
  const { store, shell, notices } = app
  const dropping = useSelect((state) => state.dropping)
  const setDropping = (now: boolean): void => {
    if (store.getState().dropping !== now) store.setState({ dropping: now })
  }
  return (
    <div
      className="drop-target"
      onDragOver={(event) => {
        event.preventDefault() // else the window would go to the file
        event.dataTransfer.dropEffect = holdsFiles(event) ? 'copy' : 'none'
        setDropping(holdsFiles(event))
      }}
      onDragLeave={(event) => {
        if (event.relatedTarget === null) setDropping(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        setDropping(false)
        if (!holdsFiles(event)) return
        shell.openDropped(event.dataTransfer).then(
          (opened) => {
            openFiles(app, opened)
          },
          (error: unknown) => notices.fault(faultOf(error)),
        )
      }}
    >
      {children}
      {dropping && (
        <div className="drop-veil" aria-hidden="true">
          <p>{texts.files.dropHere}</p>
        </div>
      )}
    </div>
  )
}
