/**
 * Draws labels over a picture, in the papers' manner: one plate for each variant at the upper left. Live picture,
 * snapshot, recording, player and exported video all have it from here, so that they look alike.
 */
import type { OverlayLine } from './overlay-line.ts'
import { percent } from '../number-texts.ts'

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** As --font; main.tsx has loaded it before anything is drawn. */
const family = 'Inter, system-ui, sans-serif'
/** Whatever the theme: they lie on a dark plate over any picture. As --lane-0 and --lane-1 of the dark theme. */
const laneColours = ['#6fb7ff', '#f2b45c'] as const
const plate = 'rgb(8 10 14 / 72%)'
const white = '#ffffff'
const quietWhite = 'rgb(255 255 255 / 72%)'
const ellipsis = '…'

/** `width`, `height`: of the picture, in the context's pixels, from its origin on. Letters grow with the picture. */
export function drawOverlay(
  context: Context,
  { width, height }: { readonly width: number; readonly height: number },
  lines: readonly OverlayLine[],
): void {
  if (lines.length === 0 || width < 1 || height < 1) return
  const letter = Math.max(12, Math.min(width * 0.75, height) / 17)
  const margin = letter * 0.6
  context.save()
  context.textBaseline = 'alphabetic'
  context.textAlign = 'left'
  let top = margin
  for (const line of lines) top += drawPlate(context, line, { letter, left: margin, top, width: width - 2 * margin })
  context.restore()
}

/** Returns how far below its top the next one begins. */
function drawPlate(
  context: Context,
  { text, score, lane, title, quiet }: OverlayLine,
  { letter, left, top, width }: { letter: number; left: number; top: number; width: number },
): number {
  const size = quiet ? letter * 0.72 : letter
  const small = letter * 0.46
  const bar = title === undefined ? 0 : letter * 0.16
  const inset = letter * 0.42
  const titleHeight = title === undefined ? 0 : small * 1.35
  const height = titleHeight + letter * 1.5
  const gap = letter * 0.5

  const figures = score === undefined ? '' : percent(score)
  context.font = font(size, 500)
  const cell = digitCell(context)
  const figuresWidth = figures === '' ? 0 : gap + tabularWidth(context, figures, cell)
  context.font = font(size, quiet ? 500 : 650)
  const room = width - bar - 2 * inset - figuresWidth
  const label = fitted(context, text, room)
  const labelWidth = context.measureText(label).width
  let inner = labelWidth + figuresWidth
  context.font = font(small, 500)
  const heading = title === undefined ? '' : fitted(context, title, width - bar - 2 * inset)
  if (heading !== '') inner = Math.max(inner, context.measureText(heading).width)

  context.fillStyle = plate
  context.beginPath()
  context.roundRect(left, top, bar + inner + 2 * inset, height, letter * 0.16)
  context.fill()
  if (bar > 0) {
    context.fillStyle = laneColours[lane]
    context.beginPath()
    context.roundRect(left, top, bar, height, [letter * 0.16, 0, 0, letter * 0.16])
    context.fill()
  }

  const x = left + bar + inset
  if (heading !== '') {
    context.fillStyle = laneColours[lane]
    context.fillText(heading, x, top + letter * 0.22 + small * 0.95)
  }
  const baseline = top + titleHeight + letter * 0.75 + size * 0.36
  context.font = font(size, quiet ? 500 : 650)
  context.fillStyle = quiet ? quietWhite : white
  context.fillText(label, x, baseline)
  if (figures !== '') {
    context.font = font(size, 500)
    context.fillStyle = laneColours[lane]
    fillTabular(context, figures, { x: x + labelWidth + gap, y: baseline, cell })
  }
  return height + letter * 0.25
}

const font = (size: number, weight: number): string => `${weight} ${size.toFixed(2)}px ${family}`

/** Canvases know no tabular figures: every digit is centred in a cell as wide as the widest. */
function digitCell(context: Context): number {
  return Math.max(...signsOf('0123456789').map((digit) => context.measureText(digit).width))
}

/** What a reader takes for one sign. */
const segmenter = new Intl.Segmenter()
const signsOf = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment)

const isDigit = (sign: string): boolean => sign >= '0' && sign <= '9'

function tabularWidth(context: Context, text: string, cell: number): number {
  return signsOf(text).reduce((sum, sign) => sum + (isDigit(sign) ? cell : context.measureText(sign).width), 0)
}

function fillTabular(context: Context, text: string, at: { x: number; y: number; cell: number }): void {
  let { x } = at
  for (const sign of signsOf(text)) {
    const width = context.measureText(sign).width
    context.fillText(sign, isDigit(sign) ? x + (at.cell - width) / 2 : x, at.y)
    x += isDigit(sign) ? at.cell : width
  }
}

/** As much of the text as there is room for. */
function fitted(context: Context, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text
  const signs = signsOf(text)
  let [low, high] = [0, signs.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const fits = context.measureText(signs.slice(0, middle).join('').trimEnd() + ellipsis).width <= room
    if (fits) low = middle
    else high = middle - 1
  }
  return signs.slice(0, low).join('').trimEnd() + ellipsis
}
