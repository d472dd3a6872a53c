/** Pictures of 256 colours: a third of the bytes, and hardly to be told apart on a screenshot. By median cut. */
import { readPng, writeIndexedPng } from './png.ts'

const most = 256

/** Colours that share the upper six bits of each channel count as one. */
interface Bin {
  readonly colour: readonly [number, number, number]
  readonly key: number
  readonly count: number
}

export function quantised(png: Buffer): Buffer {
  const { width, height, rgb } = readPng(png)
  const boxes = cut(binsOf(rgb))
  const palette = new Uint8Array(boxes.length * 3)
  const nearest = new Uint8Array(1 << 18)
  for (const [i, box] of boxes.entries()) {
    palette.set(mean(box), i * 3)
    for (const { key } of box) nearest[key] = i
  }
  const indices = new Uint8Array(width * height)
  for (let i = 0; i < indices.length; i++) indices[i] = nearest[keyOf(rgb, i * 3)]!
  return writeIndexedPng(width, height, indices, palette)
}

const keyOf = (rgb: Uint8Array, at: number): number =>
  ((rgb[at]! >> 2) << 12) | ((rgb[at + 1]! >> 2) << 6) | (rgb[at + 2]! >> 2)

function binsOf(rgb: Uint8Array): readonly Bin[] {
  const counts = new Uint32Array(1 << 18)
  const sums = new Float64Array(3 << 18)
  for (let at = 0; at < rgb.length; at += 3) {
    const key = keyOf(rgb, at)
    counts[key]!++
    for (let c = 0; c < 3; c++) sums[key * 3 + c]! += rgb[at + c]!
  }
  const bins: Bin[] = []
  for (const [key, count] of counts.entries()) {
    const of = (c: number): number => sums[key * 3 + c]! / count
    if (count > 0) bins.push({ key, count, colour: [of(0), of(1), of(2)] })
  }
  return bins
}

/** Always the box with the largest spread is cut, in the middle of its longest side by weight. */
function cut(all: readonly Bin[]): readonly (readonly Bin[])[] {
  const boxes = [weighed(all)]
  while (boxes.length < most) {
    boxes.sort((a, b) => b.spread - a.spread)
    const widest = boxes[0]!
    if (widest.spread === 0) break
    const sorted = widest.bins.toSorted((a, b) => a.colour[widest.channel]! - b.colour[widest.channel]!)
    const half = sorted.reduce((sum, { count }) => sum + Math.sqrt(count), 0) / 2
    let [at, sum] = [0, 0]
    while (at < sorted.length - 1 && sum < half) sum += Math.sqrt(sorted[at++]!.count)
    boxes.splice(0, 1, weighed(sorted.slice(0, at)), weighed(sorted.slice(at)))
  }
  return boxes.map(({ bins }) => bins)
}

function weighed(bins: readonly Bin[]): {
  readonly bins: readonly Bin[]
  readonly channel: number
  readonly spread: number
} {
  const sides = [0, 1, 2].map((c) => {
    const values = bins.map(({ colour }) => colour[c]!)
    return Math.max(...values) - Math.min(...values)
  })
  const weight = Math.log2(1 + bins.reduce((sum, { count }) => sum + count, 0))
  const longest = Math.max(...sides)
  return { bins, channel: sides.indexOf(longest), spread: bins.length < 2 ? 0 : longest * weight }
}

function mean(bins: readonly Bin[]): readonly number[] {
  const all = bins.reduce((sum, { count }) => sum + count, 0)
  return [0, 1, 2].map((c) => Math.round(bins.reduce((sum, { colour, count }) => sum + colour[c]! * count, 0) / all))
}
