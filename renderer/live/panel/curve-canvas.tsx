import { useEffect, useRef } from 'react'
import { drawCurve, type Point } from '../../drawing/curve.ts'
import { drawSharp } from '../../drawing/sharp-canvas.ts'

interface CurveCanvasProps {
  readonly className: string
  /** CSS name of its colour: "--lane-0". */
  readonly colour: string
  /** Read again each time it is drawn; the same function as long as it is the same curve. */
  readonly read: () => { readonly points: readonly Point[]; readonly from: number; readonly until: number }
}

/** Milliseconds between two pictures of it: at two pixels a second it moves no faster. */
const beat = 250

/** A curve that is drawn from what lies outside of React, and only when something of it has changed. */
export function CurveCanvas({ className, colour, read }: CurveCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (canvas.current === null) return undefined
    const style = getComputedStyle(canvas.current)
    const sharp = drawSharp(canvas.current, (context, size) => {
      const { points, from, until } = read()
      if (points.length === 0) return
      drawCurve(context, points, { ...size, from, until, colour: style.getPropertyValue(colour) })
    })
    let drawn = ''
    const timer = setInterval(() => {
      const { points, from, until } = read()
      const now = `${points.length} ${points.at(-1)?.time ?? 0} ${from} ${until} ${style.getPropertyValue(colour)}`
      if (now !== drawn) sharp.again()
      drawn = now
    }, beat)
    sharp.again()
    return () => {
      clearInterval(timer)
      sharp.end()
    }
  }, [read, colour])
  return <canvas ref={canvas} className={className} aria-hidden="true" />
}
