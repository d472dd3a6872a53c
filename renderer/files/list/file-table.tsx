import { memo, useMemo, useState } from 'react'
import { useApp, useSelect } from '../../parts/use-app.ts'
import { Icon } from '../../parts/icon.tsx'
import { percent } from '../../number-texts.ts'
import { texts } from '../../texts.ts'
import type { FileEntry } from '../../store/file-entry.ts'
import { fileRow, nextOrder, sortRows, type Column, type FileRow, type Order } from '../../page/files/file-row.ts'
import { pressedInRows } from './rows-keys.ts'
import { timeText } from '../time-line/time-scale.ts'
import { stateText, withoutName } from '../status-text.ts'
import './file-table.css'

const columns = [
  'name',
  'duration',
  'label',
  'score',
  'second',
  'events',
  'damage',
  'state',
] as const satisfies Column[]

/** Each line is made once for each entry, not for each update of another one. */
const rowsOf = new WeakMap<FileEntry, FileRow>()
function rowOf(entry: FileEntry): FileRow {
  const made = rowsOf.get(entry) ?? fileRow(entry)
  rowsOf.set(entry, made)
  return made
}

interface FileTableProps {
  readonly onOpen: (key: string) => void
}

/** All videos with what was found in them, sorted by any column. */
export function FileTable({ onOpen }: FileTableProps) {
  const { files } = useApp()
  const { entries, selected } = useSelect((state) => state.files)
  const [order, setOrder] = useState<Order>()
  const rows = useMemo(() => sortRows(entries.map(rowOf), order), [entries, order])
  // A column of its own only where there is something to say in it.
  const damaged = rows.some(({ damage }) => damage !== undefined)
  const shown = damaged ? columns : columns.filter((column) => column !== 'damage')
  const byKey = useMemo(() => new Map(entries.map((entry) => [entry.file.key, entry])), [entries])
  return (
    <div
      className={damaged ? 'file-table file-table-damaged' : 'file-table'}
      role="grid"
      aria-label={texts.files.list}
      aria-rowcount={rows.length + 1}
      onKeyDown={(event) => {
        if (event.target instanceof Element && event.target.closest('button') !== null) return
        pressedInRows(event, {
          keys: rows.map(({ key }) => key),
          selected,
          select: (key) => {
            files.select(key)
          },
          remove: (key) => {
            files.remove(key)
          },
          open: onOpen,
        })
      }}
    >
      <div role="row" className="file-table-row file-table-head">
        {shown.map((column) => {
          const sorted = order?.column === column ? (order.descending ? 'descending' : 'ascending') : 'none'
          return (
            <div key={column} role="columnheader" aria-sort={sorted} className={`file-table-${column}`}>
              <button
                type="button"
                className="file-table-sort"
                title={texts.files.sort(texts.files.columns[column])}
                onClick={() => {
                  setOrder(nextOrder(order, column))
                }}
              >
                {texts.files.columns[column]}
                <span className="file-table-arrow" aria-hidden="true">
                  {sorted === 'none' ? '' : sorted === 'ascending' ? '▲' : '▼'}
                </span>
              </button>
            </div>
          )
        })}
      </div>
      {rows.map((row, i) => (
        <Row
          key={row.key}
          row={row}
          entry={byKey.get(row.key)!}
          // Until one is selected, the first can be reached.
          damaged={damaged}
          reachable={row.key === selected || (selected === undefined && i === 0)}
          selected={row.key === selected}
          onOpen={onOpen}
        />
      ))}
    </div>
  )
}

interface RowProps {
  readonly row: FileRow
  readonly entry: FileEntry
  /** Whether there is a column for damage. */
  readonly damaged: boolean
  readonly reachable: boolean
  readonly selected: boolean
  readonly onOpen: (key: string) => void
}

const Row = memo(function Row({ row, entry, damaged, reachable, selected, onOpen }: RowProps) {
  const { files } = useApp()
  const failed = entry.status.state === 'failed' ? withoutName(entry.status.error.message, row.name) : undefined
  return (
    <div
      role="row"
      className="file-table-row file-table-line"
      data-key={row.key}
      tabIndex={reachable ? 0 : -1}
      aria-selected={selected}
      onClick={() => {
        files.select(row.key)
      }}
      onDoubleClick={() => {
        onOpen(row.key)
      }}
    >
      <div role="gridcell" className="file-table-name" title={row.name}>
        {row.name}
      </div>
      <div role="gridcell" className="file-table-duration number">
        {row.duration === undefined ? '' : timeText(row.duration)}
      </div>
      <div role="gridcell" className="file-table-label" title={row.label}>
        {row.label}
      </div>
      <div role="gridcell" className="file-table-score number">
        {row.score === undefined ? '' : percent(row.score)}
      </div>
      <div role="gridcell" className="file-table-second number" title={row.second}>
        {row.second !== undefined && row.secondScore !== undefined && `${row.second} ${percent(row.secondScore)}`}
      </div>
      <div role="gridcell" className="file-table-events number">
        {row.events}
      </div>
      {damaged && (
        <div role="gridcell" className="file-table-damage" title={row.damage}>
          {row.damage !== undefined && (
            <>
              <Icon name="warning" />
              <span className="visually-hidden">{row.damage}</span>
            </>
          )}
        </div>
      )}
      <div role="gridcell" className={`file-table-state number file-table-${row.state}`} title={failed}>
        {failed ?? stateText(entry)}
      </div>
    </div>
  )
})
