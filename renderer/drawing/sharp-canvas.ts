/**
 * A canvas with one pixel for each of the screen's, whatever its size in the page, drawn at most once per frame of the
 * screen: when asked, and when its size or the screen's resolution changes. `draw` gets CSS pixels.
 */
export function drawSharp(
  canvas: HTMLCanvasElement,
  draw: (context: CanvasRenderingContext2D, size: { readonly width: number; readonly height: number }) => void,
): { again: () => void; end: () => void } {
  let planned = 0
  let size = { width: 0, height: 0 }
  const paint = (): void => {
    planned = 0
    const context = canvas.getContext('2d')
    if (context === null || size.width === 0) return
    const scale = devicePixelRatio
    const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)]
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height]
    else context.clearRect(0, 0, width, height)
    context.save()
    context.scale(scale, scale)
    draw(context, size)
    context.restore()
  }
  const again = (): void => {
    if (planned === 0) planned = requestAnimationFrame(paint)
  }
  const observer = new ResizeObserver(([entry]) => {
    if (entry === undefined) return
    const { width, height } = entry.contentRect
    size = { width, height }
    // At once: an observer runs before the frame is painted, and a canvas that was resized a frame later would flicker.
    cancelAnimationFrame(planned)
    paint()
  })
  observer.observe(canvas)
  window.addEventListener('resize', again) // also when the window goes to a screen of another resolution
  return {
    again,
    end() {
      cancelAnimationFrame(planned)
      observer.disconnect()
      window.removeEventListener('resize', again)
    },
  }
}
