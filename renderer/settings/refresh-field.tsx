import { passesPerBlockChoices } from '../../native-models/choices.ts'
import { useApp, useSelect } from '../parts/use-app.ts'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { changeSettings } from '../store/store.ts'
import { texts } from '../texts.ts'

const words = texts.settings
/** The most often first. */
const offered = passesPerBlockChoices.toReversed()

/** Passes for each block of N frames, and how long that is for what runs now. */
export function RefreshField() {
  const { store } = useApp()
  const { passesPerBlock, memory } = useSelect(({ settings }) => settings)
  const rate = useSelect(({ settings }) => settings.rate)
  const lane = useSelect(({ live }) => live.lanes[0]?.info)
  const trained = useSelect(({ variants }) => variants.find(({ id }) => id === lane?.variant)?.rate)
  const now = rate ?? trained
  const seconds = (passes: number): string | undefined =>
    lane === undefined || now === undefined ? undefined : (lane.frames / now / passes).toFixed(1)
  return (
    <Field label={words.refresh} help={memory === 'halving' ? words.refreshOfHalving : words.refreshHelp}>
      {({ describedBy }) => (
        <Select
          name={words.refresh}
          aria-describedby={describedBy}
          value={String(memory === 'halving' ? 1 : passesPerBlock)}
          disabled={memory === 'halving'}
          options={offered.map((value) => ({ value: String(value), text: words.refreshes[value](seconds(value)) }))}
          onChoose={(value) => {
            const chosen = offered.find((passes) => String(passes) === value)
            if (chosen !== undefined) changeSettings(store, { passesPerBlock: chosen })
          }}
        />
      )}
    </Field>
  )
}
