import type { InputHTMLAttributes } from 'react'
import './text-input.css'

interface TextInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  readonly value: string
  readonly labelledBy: string
  readonly describedBy?: string | undefined
  readonly onText: (text: string) => void
}

export function TextInput({ labelledBy, describedBy, onText, ...rest }: TextInputProps) {
  return (
    <input
      type="text"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className="text-input"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onChange={(event) => {
        onText(event.target.value)
      }}
    />
  )
}
