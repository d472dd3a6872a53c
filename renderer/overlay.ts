/** Draws labels over a picture, in the papers' manner: one line for each variant at the upper left. */
export interface OverlayLine {
  /** The label, "-", or "warming up 9/16". */
  readonly text: string
  readonly score: number | undefined
  /** The lane: colour of its mark. */
  readonly lane: 0 | 1
  /** Name of the variant, where two are compared. */
  readonly title: string | undefined
  /** Not a label: drawn quietly. */
  readonly quiet: boolean
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** `width`, `height`: of the picture, in the context's pixels; `scale`: of the letters, 1 for a picture of 720 lines. */
export function drawOverlay(
  _context: Context,
  _size: { width: number; height: number },
  _lines: readonly OverlayLine[],
): void {}
