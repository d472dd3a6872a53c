import { averagingRules, memoryRules } from '../../native-models/choices.ts'
import { useApp, useSelect } from '../parts/use-app.ts'
import { percent } from '../number-texts.ts'
import { Button } from '../parts/button.tsx'
import { Choice } from '../parts/choice.tsx'
import { Field } from '../parts/field.tsx'
import { Slider } from '../parts/slider.tsx'
import { recognitionDefaults, type Settings } from '../store/settings.ts'
import { changeSettings } from '../store/store.ts'
import { texts } from '../texts.ts'
import { DeviceField } from './device-field.tsx'
import { RateField } from './rate-field.tsx'
import { RefreshField } from './refresh-field.tsx'
import { ThresholdField } from './threshold-field.tsx'

const words = texts.settings

/** How the live recognizer works. Everything holds from the next pass on. */
export function RecognitionSettings() {
  const { store } = useApp()
  const { averaging, memory, margin, topK } = useSelect(({ settings }) => settings)
  const isDefault = useSelect(({ settings }) =>
    (Object.keys(recognitionDefaults) as (keyof typeof recognitionDefaults)[]).every(
      (key) => settings[key] === recognitionDefaults[key],
    ),
  )
  const change = (some: Partial<Settings>): void => {
    changeSettings(store, some)
  }
  return (
    <section className="settings-section">
      <div className="settings-head">
        <h3>{words.recognition}</h3>
        <Button
          disabled={isDefault}
          onClick={() => {
            change(recognitionDefaults)
          }}
        >
          {words.reset}
        </Button>
      </div>
      <ThresholdField />
      <Field label={words.margin} help={words.marginHelp} value={percent(margin)}>
        {(ids) => (
          <Slider
            {...ids}
            {...{ min: 0, max: 0.5, step: 0.01, value: margin, text: percent(margin) }}
            onChange={(value) => {
              change({ margin: value })
            }}
          />
        )}
      </Field>
      <Field label={words.topK} help={words.topKHelp} value={String(topK)}>
        {(ids) => (
          <Slider
            {...ids}
            {...{ min: 1, max: 10, step: 1, value: topK, text: String(topK) }}
            onChange={(value) => {
              change({ topK: value })
            }}
          />
        )}
      </Field>
      <RateField />
      <RefreshField />
      <Field label={words.averaging}>
        {({ labelledBy }) => (
          <Choice
            labelledBy={labelledBy}
            value={averaging}
            options={averagingRules.map((value) => ({ value, ...words.averagings[value] }))}
            onChoose={(value) => {
              change({ averaging: value })
            }}
          />
        )}
      </Field>
      <Field label={words.memory}>
        {({ labelledBy }) => (
          <Choice
            labelledBy={labelledBy}
            value={memory}
            options={memoryRules.map((value) => ({ value, ...words.memories[value] }))}
            onChoose={(value) => {
              change({ memory: value })
            }}
          />
        )}
      </Field>
      <DeviceField />
    </section>
  )
}
