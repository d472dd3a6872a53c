import { useApp, useSelect } from '../parts/use-app.ts'
import { Choice } from '../parts/choice.tsx'
import { Field } from '../parts/field.tsx'
import { changeSettings } from '../store/store.ts'
import { texts } from '../texts.ts'

const words = texts.settings

/** Every device that is known, also those that cannot be had, with the reason. */
export function DeviceField() {
  const { store } = useApp()
  const chosen = useSelect(({ settings }) => settings.device)
  const devices = useSelect((state) => state.devices)
  const lane = useSelect(({ live }) => live.lanes[0]?.info)
  const options = devices.map(({ device, available, reason }) => {
    const trial = lane?.trials.find((tried) => tried.device === device && tried.status !== 'absent')
    const tried =
      trial?.millisecondsPerRun === undefined
        ? trial?.reason
        : words.deviceSlower(texts.live.numbers.milliseconds(trial.millisecondsPerRun))
    return {
      value: device,
      text: words.devices[device],
      help: available ? tried : (reason ?? words.deviceMissing),
      disabled: !available,
    }
  })
  return (
    <Field label={words.device}>
      {({ labelledBy }) => (
        <Choice<typeof chosen>
          labelledBy={labelledBy}
          value={chosen}
          options={[
            {
              value: 'auto',
              text: words.devices.auto,
              help: words.deviceAuto(lane === undefined ? undefined : words.devices[lane.device]),
            },
            ...options,
          ]}
          onChoose={(device) => {
            changeSettings(store, { device })
          }}
        />
      )}
    </Field>
  )
}
