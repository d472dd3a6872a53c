/** Turning pictures the way their display matrix asks, as every player does. */

/** A picture: tightly packed RGB bytes, H x W x 3, rows from the top. */
export interface RgbImage {
  readonly width: number
  readonly height: number
  readonly rgb: Uint8Array
}

/**
 * One of the eight ways to lay a rectangle on its place: the unit steps in the shown picture (x right, y down) that one
 * step along a stored row, and one step down a stored column, make.
 */
export interface Orientation {
  readonly alongRow: readonly [number, number]
  readonly downColumn: readonly [number, number]
}

export const upright: Orientation = { alongRow: [1, 0], downColumn: [0, 1] }

/**
 * The orientation in a display matrix (FFmpeg, libavutil/display.h: nine native-endian int32 a b u c d v x y w, where
 * a stored point (p, q) is shown at (a p + c q, b p + d q)), snapped to the nearest quarter turn or mirror image.
 * A matrix that is neither (shears, zeros) counts as upright.
 */
export function readDisplayMatrix(matrix: Uint8Array | null | undefined): Orientation {
  if (matrix === null || matrix === undefined || matrix.length < 36) return upright
  const entry = new Int32Array(matrix.buffer.slice(matrix.byteOffset, matrix.byteOffset + 36))
  const alongRow = unit(entry[0]!, entry[1]!)
  const downColumn = unit(entry[3]!, entry[4]!)
  const perpendicular = alongRow[0] * downColumn[0] + alongRow[1] * downColumn[1] === 0
  return perpendicular && alongRow.some(Boolean) && downColumn.some(Boolean) ? { alongRow, downColumn } : upright
}

function unit(x: number, y: number): readonly [number, number] {
  return Math.abs(x) >= Math.abs(y) ? [Math.sign(x), 0] : [0, Math.sign(y)]
}

/** True where width and height change places. */
export function isSideways({ alongRow }: Orientation): boolean {
  return alongRow[0] === 0
}

/** Degrees by which the stored picture is turned clockwise to be shown: 0, 90, 180 or 270 (mirroring aside). */
export function rotationDegrees({ alongRow }: Orientation): 0 | 90 | 180 | 270 {
  if (alongRow[0] === 0) return alongRow[1] > 0 ? 90 : 270
  return alongRow[0] > 0 ? 0 : 180
}

/** The picture as it is to be shown; the same object where nothing changes. */
export function orient(image: RgbImage, orientation: Orientation): RgbImage {
  const { alongRow, downColumn } = orientation
  if (alongRow[0] === 1 && downColumn[1] === 1) return image
  const { width, height, rgb } = image
  const shownWidth = isSideways(orientation) ? height : width
  const shownHeight = isSideways(orientation) ? width : height
  const shown = new Uint8Array(rgb.length)
  const stepX = 3 * (alongRow[0] + alongRow[1] * shownWidth)
  const stepY = 3 * (downColumn[0] + downColumn[1] * shownWidth)
  // Where the first stored pixel goes: the corner that all steps lead away from.
  const left = alongRow[0] + downColumn[0] > 0 ? 0 : shownWidth - 1
  const top = alongRow[1] + downColumn[1] > 0 ? 0 : shownHeight - 1
  let from = 0
  for (let y = 0; y < height; y++) {
    let to = 3 * (top * shownWidth + left) + y * stepY
    for (let x = 0; x < width; x++, from += 3, to += stepX) {
      shown[to] = rgb[from]!
      shown[to + 1] = rgb[from + 1]!
      shown[to + 2] = rgb[from + 2]!
    }
  }
  return { width: shownWidth, height: shownHeight, rgb: shown }
}
