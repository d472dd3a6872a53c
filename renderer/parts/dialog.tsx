import { useEffect, useRef, type ReactNode } from 'react'
import { texts } from '../texts.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import './dialog.css'

interface DialogProps {
  readonly title: string
  /** `side`: at the right edge, and what it changes stays in sight beside it. */
  readonly look?: 'middle' | 'side'
  readonly onClose: () => void
  readonly children: ReactNode
}

const firstControl = '.dialog-body :is(input:checked, input:not([type=radio]), select, button):not(:disabled)'

/** A modal dialog: the browser keeps the focus in it, and closes it with Escape. */
export function Dialog({ title, look = 'middle', onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    element.current?.showModal()
    // What the dialog is for has the focus, not the button that closes it.
    element.current?.querySelector<HTMLElement>(firstControl)?.focus()
  }, [])
  return (
    <dialog
      ref={element}
      className={`dialog dialog-${look}`}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === element.current) element.current.close() // beside it
      }}
    >
      <div className="dialog-frame">
        <header className="dialog-head">
          <h2>{title}</h2>
          <Button
            look="quiet"
            className="button-icon"
            aria-label={texts.parts.close}
            onClick={() => element.current?.close()}
          >
            <Icon name="close" />
          </Button>
        </header>
        <div className="dialog-body">{children}</div>
      </div>
    </dialog>
  )
}
