import { useStore } from 'zustand'
import { useApp } from '../../parts/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { percent } from '../../number-texts.ts'
import { texts } from '../../texts.ts'
import './video-progress.css'

/** The annotated video that is being written, wherever one looks meanwhile. */
export function VideoProgress() {
  const { files } = useApp()
  const underWay = useStore(files.exports.video, (state) => state.underWay)
  if (underWay === undefined) return null
  const { name, share } = underWay
  return (
    <div className="video-progress">
      <p className="video-progress-name" role="status" title={name}>
        {texts.files.writing(name)}
      </p>
      <span className="number">{share === undefined ? '…' : percent(share)}</span>
      <Button
        onClick={() => {
          files.exports.cancelVideo()
        }}
      >
        {texts.files.cancel}
      </Button>
      <progress className="visually-hidden" value={share} aria-label={texts.files.writing(name)} />
      <span className="video-progress-track" aria-hidden="true">
        <span style={{ transform: `scaleX(${share ?? 0})` }} />
      </span>
    </div>
  )
}
