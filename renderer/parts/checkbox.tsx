import type { ReactNode } from 'react'
import './checkbox.css'

interface CheckboxProps {
  readonly checked: boolean
  readonly disabled?: boolean
  /** Its tooltip. */
  readonly title?: string
  readonly children: ReactNode
  readonly onChange: (checked: boolean) => void
}

/** Something that is on or off, in words. */
export function Checkbox({ checked, disabled = false, title, children, onChange }: CheckboxProps) {
  return (
    <label className="checkbox" title={title} data-disabled={disabled || undefined}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => {
          onChange(event.target.checked)
        }}
      />
      {children}
    </label>
  )
}
