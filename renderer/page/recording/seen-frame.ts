/** The frame of the camera as it is seen, with its labels: for snapshots, and for recordings with labels. */
import type { OverlayLine } from '../../drawing/overlay-line.ts'
import { drawOverlay } from '../../drawing/overlay.ts'

export interface SeenFrame {
  readonly video: HTMLVideoElement
  readonly mirror: boolean
  readonly lines: readonly OverlayLine[]
}

/** A canvas of the frame's own size. */
export function frameCanvas({ videoWidth, videoHeight }: HTMLVideoElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = videoWidth
  canvas.height = videoHeight
  return canvas
}

/** Fills the canvas; labels are never mirrored. */
export function drawFrame(canvas: HTMLCanvasElement, { video, mirror, lines }: SeenFrame): void {
  // Kept where the encoder reads it: fetching every frame back from the GPU costs more than drawing it here.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
  if (context === null) return
  const { width, height } = canvas
  context.save()
  if (mirror) {
    context.translate(width, 0)
    context.scale(-1, 1)
  }
  context.drawImage(video, 0, 0, width, height)
  context.restore()
  drawOverlay(context, { width, height }, lines)
}
