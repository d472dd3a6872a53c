import { useEffect, useState } from 'react'
import { useSelect } from '../../parts/use-app.ts'
import { Icon } from '../../parts/icon.tsx'
import { texts } from '../../texts.ts'
import { bytesText, elapsed } from '../../number-texts.ts'
import './viewfinder-signs.css'

/** At the foot of the picture, clear of its labels: that it stands still, that it is being recorded, how to leave. */
export function ViewfinderSigns() {
  const paused = useSelect(({ live, camera }) => live.paused && camera.state === 'on')
  const isRecording = useSelect(({ live }) => live.recording !== undefined)
  const presenting = useSelect((state) => state.presenting)
  return (
    <>
      <div className="viewfinder-signs">
        {isRecording && <RecordingSign />}
        {paused && (
          <p className="viewfinder-sign" role="status">
            <Icon name="pause" /> {texts.live.paused}
          </p>
        )}
      </div>
      {presenting && <LeaveHint />}
    </>
  )
}

function RecordingSign() {
  const since = useSelect(({ live }) => live.recording?.since ?? 0)
  const bytes = useSelect(({ live }) => live.recording?.bytes ?? 0)
  const paused = useSelect(({ live }) => live.paused)
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (paused) return undefined
    const timer = setInterval(() => {
      setNow(Date.now())
    }, 250)
    return () => {
      clearInterval(timer)
    }
  }, [paused])
  return (
    <p className="viewfinder-sign number" role="timer" aria-live="off">
      <span className="viewfinder-recording" />
      {texts.live.recording(elapsed(Math.max(0, now - since)), bytesText(bytes))}
    </p>
  )
}

/** Milliseconds until nobody needs it any more. */
const hintTime = 3500

function LeaveHint() {
  const [shown, setShown] = useState(true)
  useEffect(() => {
    const timer = setTimeout(() => {
      setShown(false)
    }, hintTime)
    return () => {
      clearTimeout(timer)
    }
  }, [])
  return (
    <p className={`viewfinder-sign viewfinder-hint ${shown ? '' : 'viewfinder-hint-gone'}`}>
      {texts.live.leavePresentation}
    </p>
  )
}
