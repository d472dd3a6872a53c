import type { CSSProperties } from 'react'
import './slider.css'

interface SliderProps {
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  /** What is set, in words: what a screen reader says. */
  readonly text: string
  readonly labelledBy: string
  readonly describedBy?: string | undefined
  readonly onChange: (value: number) => void
}

export function Slider({ value, min, max, step, text, labelledBy, describedBy, onChange }: SliderProps) {
  return (
    <input
      type="range"
      className="slider"
      {...{ value, min, max, step }}
      style={{ '--filled': `${((value - min) / (max - min)) * 100}%` } as CSSProperties}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-valuetext={text}
      onChange={(event) => {
        onChange(event.target.valueAsNumber)
      }}
    />
  )
}
