import type { SelectHTMLAttributes } from 'react'
import { Icon } from './icon.tsx'
import './select.css'

interface SelectProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'children'> {
  /** Its name, for those who do not see what it stands beside; also its tooltip. */
  readonly name: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly text: string; readonly disabled?: boolean }[]
  readonly onChoose: (value: string) => void
}

/** The system's own list, in our clothes. */
export function Select({ name, options, onChoose, className = '', ...rest }: SelectProps) {
  return (
    <span className={`select ${className}`}>
      <select
        {...rest}
        aria-label={name}
        title={rest.title ?? name}
        onChange={(event) => {
          onChoose(event.target.value)
        }}
      >
        {options.map(({ value, text, disabled }) => (
          <option key={value} value={value} disabled={disabled}>
            {text}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </span>
  )
}
