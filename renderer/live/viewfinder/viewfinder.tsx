import { useEffect, useRef } from 'react'
import { useApp, useSelect } from '../../parts/use-app.ts'
import { texts } from '../../texts.ts'
import { CameraNotice } from './camera-notice.tsx'
import { SpokenLabels } from './spoken-labels.tsx'
import { ViewfinderOverlay } from './viewfinder-overlay.tsx'
import { ViewfinderSigns } from './viewfinder-signs.tsx'
import './viewfinder.css'

/** The picture, as large as there is room, and what lies over it. */
export function Viewfinder() {
  const { camera, store } = useApp()
  const place = useRef<HTMLDivElement>(null)
  const mirror = useSelect((state) => state.settings.mirror)
  const isOn = useSelect((state) => state.camera.state === 'on')
  useEffect(() => {
    const { video } = camera
    const play = (): void => {
      const { camera: now, live } = store.getState()
      if (now.state === 'on' && !live.paused) void video.play().catch(() => undefined)
    }
    place.current?.append(video)
    play()
    return () => {
      // A recording goes on while another view is looked at. A video outside of the page tells no frames, and one that
      // was moved stands still.
      aside().append(video)
      play()
    }
  }, [camera, store])
  return (
    <section className="viewfinder" aria-label={texts.live.picture}>
      <div
        ref={place}
        className={`viewfinder-picture ${mirror ? 'viewfinder-mirrored' : ''} ${isOn ? '' : 'viewfinder-off'}`}
      />
      <ViewfinderOverlay />
      <CameraNotice />
      <ViewfinderSigns />
      <SpokenLabels />
    </section>
  )
}

/** Where the video plays on while its viewfinder is not there. */
function aside(): HTMLElement {
  const known = document.querySelector<HTMLElement>('.viewfinder-aside')
  if (known !== null) return known
  const place = document.createElement('div')
  place.className = 'viewfinder-aside'
  place.inert = true
  document.body.append(place)
  return place
}
