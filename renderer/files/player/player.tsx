import { useEffect, type RefObject } from 'react'
import { useSelect } from '../../parts/use-app.ts'
import type { FileEntry } from '../../store/file-entry.ts'
import { isBusy } from '../../store/file-result.ts'
import { thresholdNow } from '../../store/threshold.ts'
import type { Playback } from '../playback/playback.ts'
import { PlayerHead } from './player-head.tsx'
import { Results } from './results.tsx'
import { PlayerFrame } from './player-frame.tsx'
import { TimeLine } from '../time-line/time-line.tsx'
import { Transport } from './transport.tsx'
import { usePlayback } from '../playback/use-playback.ts'
import { texts } from '../../texts.ts'
import './player.css'

interface PlayerProps {
  readonly entry: FileEntry
  /** Told to the keys that play from anywhere in the view. */
  readonly current: RefObject<Playback | undefined>
}

/** One video: its picture with what is seen in it, its time line, and what is known of the whole. */
export function Player({ entry, current }: PlayerProps) {
  const { place, playback } = usePlayback(entry.file)
  const threshold = useSelect(thresholdNow)
  useEffect(() => {
    current.current = playback
    return () => {
      current.current = undefined
    }
  }, [current, playback])
  return (
    <section className="player" aria-label={texts.files.player}>
      <PlayerHead entry={entry} />
      <PlayerFrame
        place={place}
        playback={playback}
        result={entry.result}
        busy={isBusy(entry.status)}
        quiet={entry.status.state === 'failed'}
      />
      <Results entry={entry} playback={playback} />
      <Transport entry={entry} playback={playback} />
      <TimeLine entry={entry} playback={playback} threshold={threshold} />
    </section>
  )
}
