/** Sizes of a tensor's axes, outermost first, e.g. [N, C, H, W]. */
export type Shape = readonly number[]

/** Thrown by the shape rules of operators; the builder adds the name of the node. */
export class ShapeError extends Error {}

/** Number of elements of a tensor of this shape (1 for a scalar). */
export const elements = (shape: Shape): number => shape.reduce((product, size) => product * size, 1)

export const formatShape = (shape: Shape): string => `[${shape.join(', ')}]`

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, i) => size === b[i])

/** The axis as an index from 0, where -1 means the last one. */
export function axisOf(axis: number, rank: number): number {
  const index = axis < 0 ? axis + rank : axis
  if (!Number.isInteger(index) || index < 0 || index >= rank) {
    throw new ShapeError(`there is no axis ${axis} in a tensor of ${rank} axes`)
  }
  return index
}

/** Shape of an elementwise result: axes are aligned at the end, and an axis of 1 stretches (NumPy's broadcasting). */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const sizeA = a[i - rank + a.length] ?? 1
    const sizeB = b[i - rank + b.length] ?? 1
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new ShapeError(`${formatShape(a)} and ${formatShape(b)} do not fit together`)
    }
    return sizeA === 1 ? sizeB : sizeA
  })
}

/** A window that slides over the spatial (and temporal) axes of [N, C, ...]: one entry for each of those axes. */
export interface Window {
  readonly kernel: readonly number[]
  readonly stride: readonly number[]
  readonly padding: readonly number[]
}

/**
 * Number of window positions along one axis: floor((n + 2p - k) / s) + 1 (docs/readings.md, Layers). With `ceil` a last, partial window
 * is added if it starts inside the input or its left padding.
 */
export function windowPositions(size: number, kernel: number, stride: number, padding: number, ceil = false): number {
  const room = size + 2 * padding - kernel
  if (room < 0) throw new ShapeError(`a window of ${kernel} does not fit into ${size} with padding ${padding}`)
  if (!ceil) return Math.floor(room / stride) + 1
  const count = Math.ceil(room / stride) + 1
  return (count - 1) * stride >= size + padding ? count - 1 : count
}

/** Sizes of the axes after N and C once `window` has slid over them. */
export function slide(input: Shape, window: Window, ceil = false): Shape {
  const axes = input.length - 2
  if (window.kernel.length !== axes) {
    throw new ShapeError(`a window of ${window.kernel.length} axes cannot slide over ${formatShape(input)}`)
  }
  return window.kernel.map((kernel, i) =>
    windowPositions(input[i + 2]!, kernel, window.stride[i]!, window.padding[i]!, ceil),
  )
}
