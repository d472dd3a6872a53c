/** A small curve of values from 0 to 1 over time: a line, and a lighter area under it. */
export interface Point {
  /** Seconds. */
  readonly time: number
  readonly value: number
}

interface Drawn {
  readonly width: number
  readonly height: number
  /** Seconds at its left and its right edge. */
  readonly from: number
  readonly until: number
  readonly colour: string
}

export function drawCurve(
  context: CanvasRenderingContext2D,
  points: readonly Point[],
  { width, height, from, until, colour }: Drawn,
): void {
  const line = 1.25
  const place = ({ time, value }: Point): readonly [number, number] => [
    ((time - from) / (until - from)) * width,
    height - line - Math.min(1, Math.max(0, value)) * (height - 2 * line),
  ]
  // One point before the left edge, so that the line enters there.
  const first = Math.max(0, points.findIndex(({ time }) => time >= from) - 1)
  const seen = points.slice(first).map(place)
  const [start, end] = [seen[0], seen.at(-1)]
  if (start === undefined || end === undefined) return
  context.strokeStyle = context.fillStyle = colour
  context.lineWidth = line
  context.lineJoin = 'round'
  context.beginPath()
  for (const [x, y] of seen) context.lineTo(x, y)
  context.stroke()
  context.lineTo(end[0], height)
  context.lineTo(start[0], height)
  context.globalAlpha = 0.18
  context.fill()
  context.globalAlpha = 1
}
