import { percent } from '../number-texts.ts'
import { Checkbox } from '../parts/checkbox.tsx'
import { Field } from '../parts/field.tsx'
import { Slider } from '../parts/slider.tsx'
import { useApp, useSelect } from '../parts/use-app.ts'
import { changeSettings } from '../store/store.ts'
import { thresholdNow } from '../store/threshold.ts'
import { texts } from '../texts.ts'

const words = texts.settings

/** As the model says, until the slider is moved. */
export function ThresholdField() {
  const { store } = useApp()
  const threshold = useSelect(thresholdNow)
  const told = useSelect(({ settings }) => settings.threshold !== undefined)
  return (
    <Field label={words.threshold} help={words.thresholdHelp} value={percent(threshold)}>
      {(ids) => (
        <>
          <Slider
            {...ids}
            {...{ min: 0, max: 1, step: 0.01, value: threshold, text: percent(threshold) }}
            onChange={(value) => {
              changeSettings(store, { threshold: value })
            }}
          />
          <Checkbox
            checked={!told}
            title={words.thresholdOwnHelp}
            onChange={(own) => {
              changeSettings(store, { threshold: own ? undefined : threshold })
            }}
          >
            {words.thresholdOwn}
          </Checkbox>
        </>
      )}
    </Field>
  )
}
