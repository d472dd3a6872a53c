import { useEffect, useRef, type RefObject } from 'react'
import { letterbox } from '../../drawing/letterbox.ts'
import { drawOverlay } from '../../drawing/overlay.ts'
import type { FileResult } from '../../store/file-result.ts'
import { momentAt } from '../../page/files/moment.ts'
import { overlayLine } from '../../page/files/overlay-line.ts'
import { togglePlay, type Playback } from '../playback/playback.ts'
import { usePlaybackChanges } from '../playback/use-playback.ts'
import { useRedraw } from '../../parts/use-redraw.ts'
import './player-frame.css'

interface PlayerFrameProps {
  /** Where the playback puts its picture. */
  readonly place: RefObject<HTMLDivElement | null>
  readonly playback: Playback | undefined
  readonly result: FileResult | undefined
  readonly busy: boolean
  /** Why it cannot be shown is said elsewhere already. */
  readonly quiet: boolean
}

/** The picture, and over it what is seen at its moment: drawn with each picture, beside React. */
export function PlayerFrame({ place, playback, result, busy, quiet }: PlayerFrameProps) {
  const frame = useRef<HTMLDivElement>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  const drawn = useRef('')
  usePlaybackChanges(playback)

  const draw = (): void => {
    const { current: canvas } = overlay
    const size = playback?.size
    if (canvas === null || frame.current === null) return
    canvas.hidden = size === undefined
    if (playback === undefined || size === undefined) return
    const line = overlayLine(momentAt(result, playback.currentTime, busy))
    const { clientWidth, clientHeight } = frame.current
    const box = letterbox(size, { width: clientWidth, height: clientHeight })
    const width = Math.round(box.width * devicePixelRatio)
    const height = Math.round(box.height * devicePixelRatio)
    // Most pictures say what the one before them said.
    const score = line.score === undefined ? '' : Math.round(line.score * 100)
    const now = `${width} ${height} ${clientWidth} ${clientHeight} ${line.text} ${score} ${line.quiet}`
    if (now === drawn.current) return
    drawn.current = now
    canvas.width = width
    canvas.height = height
    for (const side of ['left', 'top', 'width', 'height'] as const) canvas.style[side] = `${box[side]}px`
    const context = canvas.getContext('2d')
    if (context !== null) drawOverlay(context, { width, height }, [line])
  }
  useRedraw(frame, draw)
  const latest = useRef(draw)
  useEffect(() => {
    latest.current = draw
  })
  useEffect(
    () =>
      playback?.onFrame(() => {
        latest.current()
      }),
    [playback],
  )
  const fault = playback?.fault
  return (
    <div
      ref={frame}
      className="player-frame"
      onClick={() => {
        if (playback !== undefined) togglePlay(playback)
      }}
    >
      <div ref={place} className="player-frame-picture" />
      <canvas ref={overlay} className="player-frame-overlay" hidden />
      {fault !== undefined && !quiet && (
        <div className="player-frame-fault" role="alert">
          <p>{fault.message}</p>
          {fault.hint !== undefined && <p className="player-frame-hint">{fault.hint}</p>}
        </div>
      )}
    </div>
  )
}
