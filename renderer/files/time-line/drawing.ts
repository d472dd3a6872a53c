/** Draws what a file shows over its time: events as spans, scores as curves, and what is still to come as hatching. */
import { percent } from '../../number-texts.ts'
import { texts } from '../../texts.ts'
import type { FileResult } from '../../store/file-result.ts'
import { colorOf, paletteSize, type LineStyle } from './class-color.ts'
import { ticks, timeText } from './time-scale.ts'

/** Heights in pixels of the page. */
const spansHeight = 26
const axisHeight = 18
const gap = 6

export interface Plot {
  readonly width: number
  readonly height: number
  readonly duration: number
  /** Seconds of the file that recognition has reached. */
  readonly reached: number
  readonly result: FileResult | undefined
  readonly lines: readonly LineStyle[]
  readonly threshold: number
}

export interface PlotColors {
  readonly surface: string
  readonly line: string
  readonly strongLine: string
  readonly text: string
  readonly muted: string
  readonly font: string
  readonly classes: readonly string[]
}

export function plotColors(element: Element): PlotColors {
  const style = getComputedStyle(element)
  const read = (name: string): string => style.getPropertyValue(name).trim()
  return {
    surface: read('--surface'),
    line: read('--line'),
    strongLine: read('--strong-line'),
    text: read('--text'),
    muted: read('--muted'),
    font: read('--font'),
    classes: Array.from({ length: paletteSize }, (_, i) => read(`--class-${i}`)),
  }
}

type Context = CanvasRenderingContext2D

export function drawTimeLine(context: Context, plot: Plot, colors: PlotColors): void {
  const { width, height } = plot
  context.clearRect(0, 0, width, height)
  if (width <= 0 || !(plot.duration > 0)) return
  drawAxis(context, plot, colors)
  drawCurves(context, plot, colors)
  drawToCome(context, plot, colors)
  drawSpans(context, plot, colors)
}

const top = spansHeight + gap
const bottom = ({ height }: Plot): number => height - axisHeight
const x = (time: number, { width, duration }: Plot): number => (Math.min(time, duration) / duration) * width
const y = (score: number, plot: Plot): number =>
  bottom(plot) - Math.min(1, Math.max(0, score)) * (bottom(plot) - top - 1) - 0.5

function drawAxis(context: Context, plot: Plot, { line, strongLine, muted, font }: PlotColors): void {
  const { width, height, duration, threshold } = plot
  context.lineWidth = 1
  context.strokeStyle = line
  context.fillStyle = muted
  context.font = `11px ${font}`
  context.textBaseline = 'alphabetic'
  const times = ticks(duration, width)
  const tenths = times.some((time) => !Number.isInteger(time))
  for (const time of times) {
    const at = Math.round(x(time, plot)) + 0.5
    stroke(context, [at, top], [at, bottom(plot)])
    const text = timeText(time, tenths)
    const wide = context.measureText(text).width
    if (at + wide + 3 < width) context.fillText(text, at + 3, height - 4)
  }
  const floor = Math.round(bottom(plot)) + 0.5
  stroke(context, [0, floor], [width, floor])
  context.setLineDash([2, 4])
  context.strokeStyle = strongLine
  const limit = Math.round(y(threshold, plot)) + 0.5
  stroke(context, [0, limit], [width, limit])
  context.setLineDash([])
  const words = texts.files.threshold(percent(threshold))
  context.fillText(words, width - context.measureText(words).width - 2, limit - 4)
}

function drawCurves(context: Context, plot: Plot, { classes }: PlotColors): void {
  const passes = plot.result?.passes.list ?? []
  // Of many passes on one pixel the eye sees none: each is drawn at most once for a pixel.
  const step = Math.max(1, Math.floor(passes.length / Math.max(1, plot.width)))
  context.lineJoin = 'round'
  context.lineWidth = 1.75
  for (const { index, color, dash } of plot.lines.toReversed()) {
    context.strokeStyle = classes[color]!
    context.setLineDash([...dash])
    context.beginPath()
    for (let i = 0; i < passes.length; i += step) {
      const { from, until, average } = passes[i]!
      const high = y(average[index]!, plot)
      if (i === 0) context.moveTo(x(from, plot), high)
      context.lineTo(x(until, plot), high)
    }
    context.stroke()
  }
  context.setLineDash([])
}

function drawSpans(context: Context, plot: Plot, { classes, surface, text, font }: PlotColors): void {
  context.font = `12px ${font}`
  context.textBaseline = 'middle'
  for (const { index, label, start, end } of plot.result?.events ?? []) {
    const left = x(start, plot)
    const wide = Math.max(2, x(end, plot) - left - 1)
    const color = classes[colorOf(index)]!
    context.save()
    context.beginPath()
    context.roundRect(left, 0, wide, spansHeight, Math.min(3, wide / 2))
    context.fillStyle = surface
    context.fill()
    context.globalAlpha = 0.22
    context.fillStyle = color
    context.fill()
    context.globalAlpha = 1
    context.clip()
    context.fillRect(left, spansHeight - 3, wide, 3)
    context.fillStyle = text
    const words = fitting(context, label, wide - 12)
    if (words !== undefined) context.fillText(words, left + 6, spansHeight / 2 - 0.5)
    context.restore()
  }
}

function drawToCome(context: Context, plot: Plot, { line }: PlotColors): void {
  const from = x(plot.reached, plot)
  if (plot.width - from < 1) return
  context.save()
  context.beginPath()
  context.rect(from, 0, plot.width - from, bottom(plot))
  context.clip()
  context.strokeStyle = line
  context.lineWidth = 1
  const high = bottom(plot)
  // On a grid of its own, so that nothing crawls while it gets smaller.
  for (let at = Math.floor((from - high) / 8) * 8; at < plot.width; at += 8) stroke(context, [at, high], [at + high, 0])
  context.restore()
}

function stroke(context: Context, from: readonly [number, number], until: readonly [number, number]): void {
  context.beginPath()
  context.moveTo(...from)
  context.lineTo(...until)
  context.stroke()
}

/** As much of it as fits, with "…"; undefined where that would say nothing. */
function fitting(context: Context, label: string, width: number): string | undefined {
  if (context.measureText(label).width <= width) return label
  for (let length = label.length - 1; length >= 2; length--) {
    const short = `${label.slice(0, length).trimEnd()}…`
    if (context.measureText(short).width <= width) return short
  }
  return undefined
}
