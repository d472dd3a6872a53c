import { useSelect } from '../../parts/use-app.ts'
import { texts } from '../../texts.ts'
import { AgreementCard } from './agreement-card.tsx'
import { EventLog } from './event-log.tsx'
import { LaneScores } from './lane-scores.tsx'
import { NoLane } from './no-lane.tsx'
import './live-panel.css'

/** What it sees, how sure it is, and what it has seen. */
export function LivePanel() {
  const count = useSelect(({ live }) => live.lanes.length)
  return (
    <aside className="live-panel" aria-label={texts.live.panel.name}>
      <div className="live-panel-scores">
        {count === 0 && <NoLane />}
        {count > 0 && <LaneScores lane={0} compared={count > 1} />}
        {count > 1 && <LaneScores lane={1} compared />}
        {count > 1 && <AgreementCard />}
      </div>
      <EventLog />
    </aside>
  )
}
