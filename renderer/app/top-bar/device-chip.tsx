import { texts } from '../../texts.ts'
import { useSelect } from '../../parts/use-app.ts'
import './device-chip.css'

/** The device that really runs, not the one that was wished for. */
export function DeviceChip() {
  const device = useSelect((state) => state.live.lanes[0]?.info.device)
  const recognizer = useSelect((state) => state.recognizer.state)
  const loading = useSelect((state) => state.live.loading !== undefined && state.live.lanes.length === 0)
  const text = device ?? (recognizer === 'running' && !loading ? '–' : '…')
  return (
    <span
      className="device-chip"
      title={device === undefined ? texts.topBar.device : texts.topBar.deviceIs(texts.settings.devices[device])}
    >
      <span className="visually-hidden">{texts.topBar.device}: </span>
      {text}
    </span>
  )
}
