import { useId, type ReactNode } from 'react'
import './field.css'

interface FieldProps {
  readonly label: string
  /** In plain words, what it does. */
  readonly help?: ReactNode
  /** What is set, beside the name. */
  readonly value?: string
  readonly children: (ids: { readonly labelledBy: string; readonly describedBy: string | undefined }) => ReactNode
}

/** A name, a control, and what it does. */
export function Field({ label, help, value, children }: FieldProps) {
  const id = useId()
  return (
    <div className="field">
      <div className="field-head">
        <span id={`${id}-name`} className="field-name">
          {label}
        </span>
        {value !== undefined && <span className="field-value number">{value}</span>}
      </div>
      {children({ labelledBy: `${id}-name`, describedBy: help === undefined ? undefined : `${id}-help` })}
      {help !== undefined && (
        <p id={`${id}-help`} className="field-help">
          {help}
        </p>
      )}
    </div>
  )
}
