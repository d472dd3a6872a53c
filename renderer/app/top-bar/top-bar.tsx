import { CommandButton } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { texts } from '../../texts.ts'
import { DeviceChip } from './device-chip.tsx'
import { useSelect } from '../../parts/use-app.ts'
import { VariantSwitch } from './variant-switch.tsx'
import './top-bar.css'

const views = ['live', 'files', 'models'] as const

export function TopBar() {
  const current = useSelect((state) => state.settings.view)
  return (
    <header className="top-bar">
      <h1 className="visually-hidden">{texts.app}</h1>
      <nav className="top-bar-views" aria-label={texts.topBar.views}>
        {views.map((view) => (
          <CommandButton
            key={view}
            look="quiet"
            command={`view-${view}`}
            className="top-bar-view"
            aria-current={view === current ? 'page' : undefined}
          />
        ))}
      </nav>
      <VariantSwitch />
      <div className="top-bar-right">
        <DeviceChip />
        <CommandButton look="quiet" command="open-files" icon={<Icon name="open" />} />
        <CommandButton look="quiet" command="theme" icon={<Icon name="theme" />} />
        <CommandButton look="quiet" command="shortcuts" icon={<Icon name="keyboard" />} />
      </div>
    </header>
  )
}
