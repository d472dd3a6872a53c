/** Each class has one colour wherever it is drawn, of a palette that both themes have (class-colors.css). */
export const paletteSize = 12

/** A place in the palette. Neighbours in a list of classes are often alike (three kinds of swimming): they lie apart. */
export const colorOf = (index: number): number => (index * 5 + Math.floor(index / paletteSize) * 3) % paletteSize

export interface LineStyle {
  readonly index: number
  readonly color: number
  /** Two classes of the same colour in one plot: the second is dashed, the third dotted. */
  readonly dash: readonly number[]
}

const dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3]]

export function lineStyles(indices: readonly number[]): readonly LineStyle[] {
  const used = new Map<number, number>()
  return indices.map((index) => {
    const color = colorOf(index)
    const before = used.get(color) ?? 0
    used.set(color, before + 1)
    return { index, color, dash: dashes[before % dashes.length]! }
  })
}
