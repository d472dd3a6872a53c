import { useApp, useSelect } from '../parts/use-app.ts'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { changeSettings } from '../store/store.ts'
import { texts } from '../texts.ts'

const words = texts.settings
const own = 'own'
const rates = [3, 5, 6.25, 8, 10, 12.5, 15, 20, 25, 30]

/** A few rates rather than a slider: each change begins the memory anew. */
export function RateField() {
  const { store } = useApp()
  const rate = useSelect(({ settings }) => settings.rate)
  const lane = useSelect(({ live }) => live.lanes[0]?.info)
  const trained = useSelect(({ variants }) => variants.find(({ id }) => id === lane?.variant)?.rate)
  const offered = rate === undefined || rates.includes(rate) ? rates : [...rates, rate].sort((a, b) => a - b)
  return (
    <Field label={words.rate} help={words.rateHelp}>
      {({ describedBy }) => (
        <Select
          name={words.rate}
          aria-describedby={describedBy}
          value={rate === undefined ? own : String(rate)}
          options={[
            { value: own, text: words.ownRate(trained) },
            ...offered.map((value) => ({ value: String(value), text: words.framesPerSecond(value) })),
          ]}
          onChoose={(value) => {
            changeSettings(store, { rate: value === own ? undefined : Number(value) })
          }}
        />
      )}
    </Field>
  )
}
