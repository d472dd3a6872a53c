import { useId } from 'react'
import { useApp, useSelect } from '../parts/use-app.ts'
import { Choice } from '../parts/choice.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { changeSettings } from '../store/store.ts'
import { texts } from '../texts.ts'
import { RecognitionSettings } from './recognition-settings.tsx'
import './settings-dialog.css'

const themes = ['dark', 'light', 'system'] as const

/** At the side, so that the picture shows what a change does. */
export function SettingsDialog() {
  const { store } = useApp()
  const theme = useSelect(({ settings }) => settings.theme)
  const name = useId()
  return (
    <Dialog
      title={texts.commands.settings}
      look="side"
      onClose={() => {
        store.setState({ dialog: undefined })
      }}
    >
      <div className="settings">
        <RecognitionSettings />
        <section className="settings-section">
          <h3 id={name}>{texts.settings.theme}</h3>
          <Choice
            look="row"
            labelledBy={name}
            value={theme}
            options={themes.map((value) => ({ value, text: texts.settings.themes[value] }))}
            onChoose={(value) => {
              changeSettings(store, { theme: value })
            }}
          />
        </section>
      </div>
    </Dialog>
  )
}
