import { memo } from 'react'
import { useApp, useSelect } from '../../parts/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Menu } from '../../parts/menu.tsx'
import type { LoggedEvent } from '../../store/state.ts'
import { texts } from '../../texts.ts'
import { copyLog, logFormats, saveLog } from '../../page/events/log-actions.ts'
import { clockTime, duration, percent } from '../../number-texts.ts'
import './event-log.css'

const words = texts.live.log
/** Rows in the page; all of the log is copied and exported. */
const longest = 200

/** What was seen, newest first: written down when it has ended. */
export function EventLog() {
  const app = useApp()
  const log = useSelect(({ live }) => live.log)
  const lanes = useSelect(({ live }) => live.lanes.map(({ info }) => info.variant).join('\n')).split('\n')
  const rows = log.slice(-longest).reverse()
  const isEmpty = log.length === 0
  const several = lanes.length > 1 || new Set(rows.map(({ variant }) => variant)).size > 1
  return (
    <section className="event-log">
      <header className="panel-head">
        <h2>{words.name}</h2>
        <span className="event-log-count number">{isEmpty ? '' : log.length}</span>
        <span className="event-log-tools">
          <Button
            look="quiet"
            className="button-icon"
            disabled={isEmpty}
            title={words.copy}
            aria-label={words.copy}
            onClick={() => void copyLog(app)}
          >
            <Icon name="copy" />
          </Button>
          <Menu
            name={words.export}
            disabled={isEmpty}
            items={logFormats.map((format) => ({ text: words.formats[format], run: () => void saveLog(app, format) }))}
          >
            <Icon name="save" />
          </Menu>
          <Button
            look="quiet"
            className="button-icon"
            disabled={isEmpty}
            title={words.clear}
            aria-label={words.clear}
            onClick={() => {
              app.live.clearLog()
            }}
          >
            <Icon name="clear" />
          </Button>
        </span>
      </header>
      {/* Focusable, so that it can be scrolled by the keys. */}
      <div className="event-log-scroll" tabIndex={0} role="region" aria-label={words.name}>
        {isEmpty ? (
          <p className="panel-quiet">{words.empty}</p>
        ) : (
          <table className="event-table">
            <colgroup>
              <col className="event-col-time" />
              <col />
              <col className="event-col-number" />
              <col className="event-col-score" />
            </colgroup>
            <thead className="visually-hidden">
              <tr>
                <th>{words.columns.time}</th>
                <th>{words.columns.label}</th>
                <th>{words.columns.duration}</th>
                <th>{words.columns.score}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((event) => (
                <EventRow key={event.id} event={event} lane={several ? lanes.indexOf(event.variant) : undefined} />
              ))}
            </tbody>
          </table>
        )}
        {log.length > longest && <p className="panel-quiet">{words.more(log.length - longest)}</p>}
      </div>
    </section>
  )
}

interface EventRowProps {
  readonly event: LoggedEvent
  /** Undefined: there is only one; -1: of a variant that no longer runs. */
  readonly lane: number | undefined
}

const EventRow = memo(function EventRow({ event, lane }: EventRowProps) {
  return (
    <tr className={`event-row ${lane === undefined ? '' : `event-lane event-lane-${lane}`}`}>
      <td className="event-time number">{clockTime(event.at)}</td>
      <td className="event-label" title={event.label}>
        {event.label}
      </td>
      <td className="event-number number">{duration(event.end - event.start)}</td>
      <td className="event-number number">{percent(event.score)}</td>
    </tr>
  )
})
