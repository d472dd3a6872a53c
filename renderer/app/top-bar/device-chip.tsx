import { Icon } from '../../parts/icon.tsx'
import { useSelect } from '../../parts/use-app.ts'
import { texts } from '../../texts.ts'
import './device-chip.css'

const { devices } = texts.settings

/** The device that really runs; and, where another one was asked for in vain, that it was. */
export function DeviceChip() {
  const device = useSelect((state) => state.live.lanes[0]?.info.device)
  const recognizer = useSelect((state) => state.recognizer.state)
  const loading = useSelect((state) => state.live.loading !== undefined && state.live.lanes.length === 0)
  const refused = useSelect((state) => state.live.refused)
  const isRefused = device !== undefined && refused?.device !== undefined && !['auto', device].includes(refused.device)
  const text = device ?? (recognizer === 'running' && !loading ? '–' : '…')
  const help = device === undefined ? texts.topBar.device : texts.topBar.deviceIs(devices[device])
  return (
    <span
      className="device-chip"
      title={
        isRefused ? texts.topBar.deviceRefused(devices[refused.device], devices[device], refused.error.message) : help
      }
    >
      <span className="visually-hidden">{texts.topBar.device}: </span>
      {isRefused && <Icon name="warning" />}
      {text}
    </span>
  )
}
