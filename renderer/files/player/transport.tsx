import { useEffect, useRef } from 'react'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { texts } from '../../texts.ts'
import type { FileEntry } from '../../store/file-entry.ts'
import { togglePlay, type Playback } from '../playback/playback.ts'
import { timeText } from '../time-line/time-scale.ts'
import { usePlaybackChanges } from '../playback/use-playback.ts'
import './transport.css'

/** Play, the time, and what the file is. */
export function Transport({
  entry: { info },
  playback,
}: {
  readonly entry: FileEntry
  readonly playback: Playback | undefined
}) {
  const now = useRef<HTMLSpanElement>(null)
  usePlaybackChanges(playback)
  useEffect(() => {
    const show = (time: number): void => {
      if (now.current !== null) now.current.textContent = timeText(time, true)
    }
    show(playback?.currentTime ?? 0)
    return playback?.onFrame(show)
  }, [playback])
  const playing = playback?.playing === true
  const duration = info?.duration ?? playback?.duration
  return (
    <div className="transport">
      <Button
        className="button-icon"
        aria-label={playing ? texts.files.pause : texts.files.play}
        title={`${playing ? texts.files.pause : texts.files.play} (Space)`}
        disabled={playback === undefined}
        onClick={() => {
          if (playback !== undefined) togglePlay(playback)
        }}
      >
        <Icon name={playing ? 'pause' : 'play'} />
      </Button>
      <span className="transport-time number">
        <span ref={now} />
        {duration !== undefined && <span className="transport-duration"> / {timeText(duration, true)}</span>}
      </span>
      {info !== undefined && (
        <span className="transport-info number">
          {info.width} × {info.height}
          {info.fps !== undefined && ` · ${Math.round(info.fps * 100) / 100} fps`} · {info.codec}
        </span>
      )}
    </div>
  )
}
