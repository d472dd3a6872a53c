/** The window: what is always there, and the view that is chosen. */
import { FilesView } from '../files/files-view.tsx'
import { LiveView } from '../live/live-view.tsx'
import { ModelDialogs } from '../models/dialogs/model-dialogs.tsx'
import { ModelsView } from '../models/models-view.tsx'
import { SettingsDialog } from '../settings/settings-dialog.tsx'
import { texts } from '../texts.ts'
import { DropTarget } from './drop-target.tsx'
import { NoticeList } from './notice-list.tsx'
import { RecognizerBanner } from './recognizer-banner.tsx'
import { Shortcuts } from './shortcuts.tsx'
import { TopBar } from './top-bar/top-bar.tsx'
import { useSelect } from '../parts/use-app.ts'
import './frame.css'

export function Frame() {
  const view = useSelect((state) => state.settings.view)
  const presenting = useSelect((state) => state.presenting)
  const dialog = useSelect((state) => state.dialog)
  return (
    <DropTarget>
      <div className={presenting ? 'frame frame-presenting' : 'frame'}>
        {!presenting && <TopBar />}
        {!presenting && <RecognizerBanner />}
        <main className="frame-view" aria-label={texts.commands[`view-${view}`]}>
          {view === 'live' && <LiveView />}
          {view === 'files' && <FilesView />}
          {view === 'models' && <ModelsView />}
        </main>
      </div>
      <NoticeList />
      <ModelDialogs />
      {dialog === 'shortcuts' && <Shortcuts />}
      {dialog === 'settings' && <SettingsDialog />}
    </DropTarget>
  )
}
