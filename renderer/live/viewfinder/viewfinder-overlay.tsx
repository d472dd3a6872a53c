import { useEffect, useRef } from 'react'
import { useApp } from '../../parts/use-app.ts'
import { drawOverlay } from '../../drawing/overlay.ts'
import type { State } from '../../store/state.ts'
import { letterbox } from '../../drawing/letterbox.ts'
import { overlayLines } from '../../page/live/overlay-lines.ts'
import { drawSharp } from '../../drawing/sharp-canvas.ts'

const linesOf = ({ camera, live }: State) => (camera.state === 'on' ? overlayLines(live.lanes) : [])

/** The labels over the picture: drawn when they, the picture's shape or the room change, without React. */
export function ViewfinderOverlay() {
  const { store, camera } = useApp()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const { video } = camera
    if (canvas.current === null) return undefined
    const sharp = drawSharp(canvas.current, (context, frame) => {
      const { left, top, width, height } = letterbox({ width: video.videoWidth, height: video.videoHeight }, frame)
      context.translate(left, top)
      drawOverlay(context, { width, height }, linesOf(store.getState()))
    })
    const unsubscribe = store.subscribe((state) => JSON.stringify(linesOf(state)), sharp.again)
    video.addEventListener('resize', sharp.again)
    return () => {
      unsubscribe()
      video.removeEventListener('resize', sharp.again)
      sharp.end()
    }
  }, [store, camera])
  return <canvas ref={canvas} className="viewfinder-overlay" aria-hidden="true" />
}
