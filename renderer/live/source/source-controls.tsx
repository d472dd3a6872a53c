import { useApp, useSelect } from '../../parts/use-app.ts'
import { Button, CommandButton } from '../../parts/button.tsx'
import { Checkbox } from '../../parts/checkbox.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Select } from '../../parts/select.tsx'
import { resolutions } from '../../store/settings.ts'
import { changeSettings } from '../../store/store.ts'
import { texts } from '../../texts.ts'
import { CameraPicker } from './camera-picker.tsx'
import './source-controls.css'

const words = texts.live.source

/** Which camera, and what is done with its picture. */
export function SourceControls() {
  const { store, camera } = useApp()
  const state = useSelect((now) => now.camera.state)
  const { mirror, annotate, resolution } = useSelect((now) => now.settings)
  const paused = useSelect(({ live }) => live.paused)
  const isRecording = useSelect(({ live }) => live.recording !== undefined)
  const isOn = state === 'on'
  const isWanted = state !== 'off'
  const turn = isWanted ? texts.live.camera.turnOff : texts.live.camera.turnOn
  return (
    <div className="source-controls" role="group" aria-label={words.name}>
      <Button
        className="button-icon"
        pressed={isWanted}
        title={turn}
        aria-label={turn}
        onClick={() => {
          if (isWanted) camera.stop(true)
          else void camera.start()
        }}
      >
        <Icon name="camera" />
      </Button>
      <CameraPicker />
      <Select
        name={words.resolution}
        className="source-resolution number"
        value={resolution}
        disabled={isRecording}
        options={resolutions.map((value) => ({ value, text: words.size(value) }))}
        onChoose={(value) => {
          changeSettings(store, { resolution: value as typeof resolution })
        }}
      />
      <CommandButton look="quiet" command="mirror" pressed={mirror} icon={<Icon name="mirror" />} />
      <span className="source-gap" />
      <CommandButton
        look="quiet"
        command="pause"
        disabled={!isOn}
        pressed={paused}
        label={paused ? words.resume : texts.commands.pause}
        icon={<Icon name={paused ? 'play' : 'pause'} />}
      />
      <CommandButton look="quiet" command="snapshot" disabled={!isOn} icon={<Icon name="snapshot" />} />
      <CommandButton
        look="quiet"
        className={`source-record ${isRecording ? 'source-recording' : ''}`}
        command="record"
        disabled={!isOn}
        label={isRecording ? words.stopRecording : texts.commands.record}
        icon={<Icon name={isRecording ? 'stop' : 'record'} />}
      />
      <Checkbox
        checked={annotate}
        disabled={isRecording}
        title={words.annotate}
        onChange={(now) => {
          changeSettings(store, { annotate: now })
        }}
      >
        {words.annotateShort}
      </Checkbox>
      <span className="source-room" />
      <CommandButton look="quiet" command="present" icon={<Icon name="present" />} />
      <CommandButton look="quiet" command="full-screen" icon={<Icon name="fullScreen" />} />
      <CommandButton look="quiet" command="settings" icon={<Icon name="settings" />} />
    </div>
  )
}
