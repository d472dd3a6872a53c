import type { ReactNode } from 'react'
import { useApp, useSelect } from '../../parts/use-app.ts'
import { Button, CommandButton } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import type { Shell } from '../../shell/shell.ts'
import type { CameraStatus } from '../../store/state.ts'
import { texts } from '../../texts.ts'
import './camera-notice.css'

const words = texts.live.camera

interface Said {
  readonly text: string
  readonly hint: string
  readonly again?: string
  readonly settings?: boolean
  /** There are videos, too. */
  readonly videos?: boolean
  readonly detail?: string
}

/** In the picture's place, while there is none: why, and what to do. */
export function CameraNotice() {
  const { camera, shell } = useApp()
  const status = useSelect((state) => state.camera)
  const said = wordsOf(status, shell)
  if (said === undefined) return null
  const { text, hint, again, settings, videos, detail } = said
  const openSettings = shell.openCameraSettings
  return (
    <Notice state={status.state}>
      <h2 className="camera-notice-text">{text}</h2>
      <p className="camera-notice-hint">{hint}</p>
      {detail !== undefined && detail !== '' && <p className="camera-notice-detail">{detail}</p>}
      <div className="camera-notice-buttons">
        {again !== undefined && (
          <Button look="main" onClick={() => void camera.start()}>
            {again}
          </Button>
        )}
        {settings === true && openSettings !== undefined && (
          <Button onClick={openSettings}>{words.openSettings}</Button>
        )}
        {videos === true && <CommandButton command="open-files" />}
      </div>
    </Notice>
  )
}

function Notice({ state, children }: { readonly state: CameraStatus['state']; readonly children: ReactNode }) {
  return (
    <div className={`camera-notice camera-notice-${state}`} role="status">
      <span className="camera-notice-icon">
        <Icon name="camera" />
      </span>
      {children}
    </div>
  )
}

function wordsOf(status: CameraStatus, shell: Shell): Said | undefined {
  switch (status.state) {
    case 'on':
      return undefined
    case 'off':
      return { text: words.off, hint: words.offHint(words.private[shell.kind]), again: words.turnOn, videos: true }
    case 'asking':
      return { text: words.asking, hint: words.askingHint(words.private[shell.kind]) }
    case 'denied':
      if (!isSecureContext) return { text: words.insecure, hint: words.insecureHint }
      return {
        text: words.denied,
        hint: words.deniedHint[shell.kind === 'browser' ? 'browser' : shell.platform],
        again: words.tryAgain,
        settings: true,
        videos: true,
      }
    case 'none':
      return { text: words.none, hint: words.noneHint, again: words.tryAgain, videos: true }
    case 'busy':
      return { text: words.busy, hint: words.busyHint, again: words.tryAgain }
    case 'lost':
      return { text: words.lost(status.detail), hint: words.lostHint }
    case 'failed':
      return { text: words.failed, hint: '', detail: status.detail, again: words.tryAgain }
  }
}
