import { memo, useEffect, useRef } from 'react'
import { useApp, useSelect } from '../../parts/use-app.ts'
import { Icon } from '../../parts/icon.tsx'
import { percent } from '../../number-texts.ts'
import { texts } from '../../texts.ts'
import type { FileEntry } from '../../store/file-entry.ts'
import { isBusy } from '../../store/file-result.ts'
import { wholeLabel } from '../../page/files/whole-label.ts'
import { pressedInRows } from './rows-keys.ts'
import { shareOf, stateText } from '../status-text.ts'
import './file-list.css'

interface FileListProps {
  /** Enter: plays the one that is selected. */
  readonly onPlay: () => void
}

/** The videos, one below the other. */
export function FileList({ onPlay }: FileListProps) {
  const { files } = useApp()
  const { entries, selected } = useSelect((state) => state.files)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <div
      ref={list}
      className="file-list"
      role="listbox"
      aria-label={texts.files.list}
      onKeyDown={(event) => {
        pressedInRows(event, {
          keys: entries.map(({ file }) => file.key),
          selected,
          select: (key) => {
            files.select(key)
          },
          remove: (key) => {
            files.remove(key)
          },
          open: onPlay,
        })
      }}
    >
      {entries.map((entry) => (
        <Item key={entry.file.key} entry={entry} selected={entry.file.key === selected} />
      ))}
    </div>
  )
}

const Item = memo(function Item({ entry, selected }: { readonly entry: FileEntry; readonly selected: boolean }) {
  const { files } = useApp()
  const { file, status, result } = entry
  const said = result === undefined ? undefined : wholeLabel(result)
  const failed = status.state === 'failed'
  const busy = isBusy(status)
  return (
    <div
      className="file-item"
      role="option"
      data-key={file.key}
      tabIndex={selected ? 0 : -1}
      aria-selected={selected}
      onClick={() => {
        files.select(file.key)
      }}
    >
      <span className="file-item-name" title={file.name}>
        {file.name}
      </span>
      {/* For the mouse alone: the keyboard has Delete, and an option holds no other control. */}
      <span
        className="file-item-remove"
        aria-hidden="true"
        title={texts.files.remove}
        onClick={(event) => {
          event.stopPropagation()
          files.remove(file.key)
        }}
      >
        <Icon name="close" />
      </span>
      <span className={`file-item-said ${failed ? 'file-item-failed' : ''}`}>
        {said === undefined || failed ? stateText(entry) : (said.label ?? texts.files.unsure)}
      </span>
      <span className="file-item-score number">
        {said === undefined || failed
          ? ''
          : busy
            ? shareText(entry)
            : said.label === undefined
              ? ''
              : percent(said.score)}
      </span>
      {busy && status.state !== 'waiting' && (
        <span className="file-item-progress" aria-hidden="true">
          <span style={{ transform: `scaleX(${shareOf(entry) ?? 0})` }} />
        </span>
      )}
    </div>
  )
})

/** While it is recognized anew, and the label is still that of before. */
function shareText(entry: FileEntry): string {
  const share = shareOf(entry)
  return share === undefined ? '…' : percent(share)
}
