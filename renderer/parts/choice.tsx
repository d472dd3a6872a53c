import { useId } from 'react'
import './choice.css'

interface ChoiceProps<T extends string> {
  readonly value: T
  readonly options: readonly {
    readonly value: T
    readonly text: string
    /** What it means, or why it cannot be had. */
    readonly help?: string | undefined
    readonly disabled?: boolean
  }[]
  readonly labelledBy: string
  /** `row`: beside each other, without explanations. */
  readonly look?: 'list' | 'row'
  readonly onChoose: (value: T) => void
}

/** One of a few, all of them in sight. */
export function Choice<T extends string>({ value, options, labelledBy, look = 'list', onChoose }: ChoiceProps<T>) {
  const group = useId()
  return (
    <div className={`choice choice-${look}`} role="radiogroup" aria-labelledby={labelledBy}>
      {options.map((option) => (
        <label key={option.value} className="choice-option" data-disabled={option.disabled === true || undefined}>
          <input
            type="radio"
            name={group}
            checked={option.value === value}
            disabled={option.disabled}
            aria-describedby={option.help === undefined ? undefined : `${group}-${option.value}`}
            onChange={() => {
              onChoose(option.value)
            }}
          />
          <span className="choice-words">
            <span>{option.text}</span>
            {option.help !== undefined && (
              <span id={`${group}-${option.value}`} className="choice-help">
                {option.help}
              </span>
            )}
          </span>
        </label>
      ))}
    </div>
  )
}
