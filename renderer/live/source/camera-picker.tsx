import { useApp, useSelect } from '../../parts/use-app.ts'
import { Select } from '../../parts/select.tsx'
import { changeSettings } from '../../store/store.ts'
import { texts } from '../../texts.ts'

const words = texts.live.source
const any = ''

/** Cameras by name. One that was chosen and is gone stays chosen, for when it comes back. */
export function CameraPicker() {
  const { store } = useApp()
  const cameras = useSelect((state) => state.cameras)
  const chosen = useSelect((state) => state.settings.camera)
  const running = useSelect(({ camera }) => (camera.state === 'on' ? camera.name : undefined))
  const isRecording = useSelect(({ live }) => live.recording !== undefined)
  const found = cameras.find(({ id }) => id === chosen?.id) ?? cameras.find(({ name }) => name === chosen?.name)
  return (
    <Select
      name={words.camera}
      className="source-camera"
      value={found?.id ?? chosen?.id ?? any}
      disabled={isRecording}
      options={[
        { value: any, text: words.automatic(chosen === undefined ? running : undefined) },
        ...cameras.map(({ id, name }) => ({ value: id, text: words.unnamed(name) })),
        ...(chosen !== undefined && found === undefined
          ? [{ value: chosen.id, text: words.gone(chosen.name), disabled: true }]
          : []),
      ]}
      onChoose={(id) => {
        changeSettings(store, { camera: cameras.find((camera) => camera.id === id) })
      }}
    />
  )
}
