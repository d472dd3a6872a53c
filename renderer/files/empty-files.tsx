import { useApp } from '../parts/use-app.ts'
import { CommandButton } from '../parts/button.tsx'
import { texts } from '../texts.ts'
import './empty-files.css'

/** Before the first video: what can be done here. */
export function EmptyFiles() {
  const { shell } = useApp()
  return (
    <div className="empty-files">
      <h2 className="empty-files-title">{texts.files.emptyTitle}</h2>
      <p>{texts.files.emptyHow}</p>
      <div className="empty-files-actions">
        <CommandButton command="open-files" look="main" />
        <CommandButton command="open-folder" />
      </div>
      <p className="empty-files-small">{texts.files.emptyFormats}</p>
      <p className="empty-files-small">{texts.files.emptyPrivate[shell.kind]}</p>
    </div>
  )
}
