import { useEffect, useId, useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { percent } from '../../number-texts.ts'
import { texts } from '../../texts.ts'
import { lineStyles } from './class-color.ts'
import type { FileEntry } from '../../store/file-entry.ts'
import { isBusy } from '../../store/file-result.ts'
import { momentAt } from '../../page/files/moment.ts'
import type { Playback } from '../playback/playback.ts'
import { drawTimeLine, plotColors } from './drawing.ts'
import { TimeLineLegend } from './legend.tsx'
import { timeAt, timeText } from './time-scale.ts'
import { usePlaybackChanges } from '../playback/use-playback.ts'
import { useRedraw } from '../../parts/use-redraw.ts'
import './time-line.css'

/** Curves that can be told apart. */
const curveLimit = 5
/** A class that never got so far is no curve. */
const leastScore = 0.05

interface TimeLineProps {
  readonly entry: FileEntry
  readonly playback: Playback | undefined
  readonly threshold: number
}

/** The file from its beginning to its end: a slider, drawn on a canvas. */
export function TimeLine({ entry, playback, threshold }: TimeLineProps) {
  const { result, info, status } = entry
  const slider = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const head = useRef<HTMLDivElement>(null)
  const hint = useRef<HTMLDivElement>(null)
  const keysHint = useId()
  usePlaybackChanges(playback)

  const busy = isBusy(status)
  // The host's clock is the one that events are timed by.
  const duration = info?.duration ?? playback?.duration ?? result?.passes.until ?? 0
  const version = result?.version
  const lines = useMemo(() => lineStyles(result?.passes.top(curveLimit, leastScore, result.hidden) ?? []), [result])
  const limit = result?.settings.threshold ?? threshold
  const reached = result?.complete === true || status.state === 'failed' ? duration : (result?.passes.until ?? 0)

  useRedraw(slider, () => {
    if (slider.current === null || canvas.current === null) return
    const { clientWidth: width, clientHeight: height } = slider.current
    canvas.current.width = Math.round(width * devicePixelRatio)
    canvas.current.height = Math.round(height * devicePixelRatio)
    const context = canvas.current.getContext('2d')
    if (context === null) return
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
    const plot = { width, height, duration, reached, result, lines, threshold: limit }
    drawTimeLine(context, plot, plotColors(slider.current))
  })

  const valueText = (time: number): string => {
    const moment = momentAt(result, time, busy)
    const said = moment.kind === 'label' ? `, ${moment.label} ${percent(moment.score)}` : ''
    return `${texts.files.at(timeText(time), timeText(duration))}${said}`
  }
  const latest = useRef({ duration, valueText })
  useEffect(() => {
    latest.current = { duration, valueText }
  })
  useEffect(() => {
    let announced = -1
    const show = (time: number): void => {
      const { duration: long, valueText: words } = latest.current
      if (head.current === null || slider.current === null) return
      head.current.style.left = `${long > 0 ? Math.min(1, time / long) * 100 : 0}%`
      if (Math.abs(time - announced) < 0.25) return
      announced = time
      slider.current.setAttribute('aria-valuenow', time.toFixed(2))
      slider.current.setAttribute('aria-valuetext', words(time))
    }
    show(playback?.currentTime ?? 0)
    return playback?.onFrame(show)
  }, [playback, duration, version])

  const pointed = (event: PointerEvent): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    return timeAt(event.clientX - left, width, duration)
  }
  const showHint = (event: PointerEvent): void => {
    const element = hint.current
    if (element === null || duration <= 0) return
    const time = pointed(event)
    const pass = result?.passes.at(time)
    const moment = momentAt(result, time, busy)
    element.hidden = false
    element.replaceChildren(
      row(timeText(time, true), moment.kind === 'label' ? moment.label : texts.files.moment[moment.kind]),
      ...(pass === undefined
        ? []
        : lines.map(({ index }) => row(percent(pass.average[index]!), result?.labels[index] ?? ''))),
    )
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const place = event.clientX - left + 12
    element.style.left = `${Math.max(0, place + element.offsetWidth > width ? place - 24 - element.offsetWidth : place)}px`
  }
  const pressed = (event: KeyboardEvent): void => {
    const by = step(event, duration, info?.fps)
    if (playback === undefined || by === undefined) return
    event.preventDefault()
    if (event.shiftKey) playback.pause()
    playback.seek(Math.min(duration, Math.max(0, playback.currentTime + by)))
  }

  return (
    <div className="time-line">
      <TimeLineLegend lines={lines} result={result} playback={playback} />
      <div
        ref={slider}
        className="time-line-slider"
        role="slider"
        tabIndex={0}
        aria-label={texts.files.timeLine}
        aria-describedby={keysHint}
        aria-valuemin={0}
        aria-valuemax={Number(duration.toFixed(2))}
        aria-valuenow={0}
        onKeyDown={pressed}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          playback?.seek(pointed(event))
        }}
        onPointerMove={(event) => {
          showHint(event)
          if (event.currentTarget.hasPointerCapture(event.pointerId)) playback?.seek(pointed(event))
        }}
        onPointerLeave={() => {
          if (hint.current !== null) hint.current.hidden = true
        }}
      >
        <canvas ref={canvas} className="time-line-canvas" />
        <div ref={head} className="time-line-head" />
        <div ref={hint} className="time-line-hint" hidden />
      </div>
      <p id={keysHint} className="visually-hidden">
        {texts.files.timeLineKeys}
      </p>
    </div>
  )
}

/** Seconds that a key moves by. */
function step({ key, shiftKey }: KeyboardEvent, duration: number, fps: number | undefined): number | undefined {
  const one = shiftKey ? 1 / (fps ?? 25) : 1
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return -one
    case 'ArrowRight':
    case 'ArrowUp':
      return one
    case 'PageDown':
      return -10
    case 'PageUp':
      return 10
    case 'Home':
      return -duration
    case 'End':
      return duration
    default:
      return undefined
  }
}

function row(value: string, label: string): HTMLElement {
  const element = document.createElement('div')
  const left = document.createElement('span')
  const right = document.createElement('span')
  left.className = 'number'
  left.textContent = value
  right.textContent = label
  element.append(left, right)
  return element
}
