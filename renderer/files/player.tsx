import { useEffect, type RefObject } from 'react'
import { useSelect } from '../app/use-app.ts'
import { thresholdNow } from '../live/threshold.ts'
import type { FileEntry } from './file-entry.ts'
import { isBusy } from './file-result.ts'
import type { Playback } from './playback.ts'
import { PlayerHead } from './player-head.tsx'
import { Results } from './results.tsx'
import { FileStage } from './file-stage.tsx'
import { TimeLine } from './time-line.tsx'
import { Transport } from './transport.tsx'
import { usePlayback } from './use-playback.ts'
import { texts } from '../texts.ts'
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
      <FileStage
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
