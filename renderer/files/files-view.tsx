/** Videos of the disk: the list, or all of them as a table, and the one that is looked at. */
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useApp, useSelect } from '../parts/use-app.ts'
import { EmptyFiles } from './empty-files.tsx'
import { ExportDialog } from './exports/export-dialog.tsx'
import { FileList } from './list/file-list.tsx'
import { FileTable } from './list/file-table.tsx'
import { FilesBar } from './files-bar.tsx'
import { togglePlay, type Playback } from './playback/playback.ts'
import { Player } from './player/player.tsx'
import { VideoProgress } from './exports/video-progress.tsx'
import './time-line/class-colors.css'
import './files-view.css'

export function FilesView() {
  const { files } = useApp()
  const layout = useStore(files.view, (view) => view.layout)
  const asking = useStore(files.view, (view) => view.asking)
  const none = useSelect((state) => state.files.entries.length === 0)
  const entry = useSelect(({ files: { entries, selected } }) => entries.find(({ file }) => file.key === selected))
  const playing = useRef<Playback>(undefined)
  useSpace(() => {
    if (playing.current !== undefined) togglePlay(playing.current)
  })
  if (none)
    return (
      <div className="files-view files-view-empty">
        <EmptyFiles />
      </div>
    )
  return (
    <div className={`files-view files-view-${layout}`}>
      <div className="files-view-list">
        <FilesBar />
        {layout === 'player' ? (
          <FileList
            onPlay={() => {
              if (playing.current !== undefined) togglePlay(playing.current)
            }}
          />
        ) : (
          <FileTable
            onOpen={(key) => {
              files.select(key)
              files.view.setState({ layout: 'player' })
            }}
          />
        )}
        <VideoProgress />
      </div>
      {layout === 'player' && entry !== undefined && <Player key={entry.file.key} entry={entry} current={playing} />}
      {asking && entry !== undefined && <ExportDialog entry={entry} />}
    </div>
  )
}

/** Space plays, unless it means something where the focus is. Before the page's own keys, to whom it is taken. */
function useSpace(play: () => void): void {
  const latest = useRef(play)
  useEffect(() => {
    latest.current = play
  })
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== ' ' || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      const { target } = event
      if (target instanceof Element && target.closest('button, a, input, select, textarea, summary, dialog') !== null)
        return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', pressed, { capture: true })
    return () => {
      window.removeEventListener('keydown', pressed, { capture: true })
    }
  }, [])
}
