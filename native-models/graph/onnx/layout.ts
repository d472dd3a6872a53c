import { layouts, type Layout } from '../../choices.ts'
import { ActscopeError } from '../../errors.ts'

/** How each is made of [N, T, H, W, C]: the order of its axes, and which of them are then written as one or left out. */
export const transposed: Readonly<Record<Layout, readonly number[]>> = {
  NCTHW: [0, 4, 1, 2, 3],
  NTCHW: [0, 1, 4, 2, 3],
  NTHWC: [0, 1, 2, 3, 4],
  TCHW: [0, 1, 4, 2, 3],
  THWC: [0, 1, 2, 3, 4],
  CTHW: [0, 4, 1, 2, 3],
  N1CTHW: [0, 4, 1, 2, 3],
  NSHW: [0, 1, 4, 2, 3],
}

/** The sizes of an input for one clip. */
export function sizesOf(layout: Layout, frames: number, size: number): readonly number[] {
  const sizes: Readonly<Record<string, number>> = { N: 1, '1': 1, C: 3, T: frames, S: 3 * frames, H: size, W: size }
  return layout.split('').map((axis) => sizes[axis]!)
}

/** True where single frames are classified, and the clip by their mean. */
export const framesAreBatch = (layout: Layout): boolean => layout.startsWith('T')

/** A size that is known, the name of one that is open, or undefined. */
export type Axis = number | string | undefined

export interface ClipShape {
  readonly layout: Layout
  readonly frames: number
  /** Height and width. */
  readonly size: number
}

export interface ClipShapeOptions {
  readonly layout?: Layout | undefined
  readonly frames?: number | undefined
  readonly size?: number | undefined
}

/** More than any camera or network has; what asks for more would only take the memory. */
const limits = { frames: 1024, size: 2048, values: 2 ** 28 }

/**
 * What an input of the shape `axes` is, as far as the shape tells it and the user told the rest. Only pictures that are as
 * high as they are wide are taken. Throws `input-invalid`, naming the option that is missing, with an example, or the
 * one that contradicts the file; `model-refused` for a shape that no clip has.
 */
export function clipShape(axes: readonly Axis[] | undefined, options: ClipShapeOptions): ClipShape {
  const shape = axes === undefined ? 'unknown' : `[${axes.map((axis) => axis ?? '?').join(', ')}]`
  const layout = options.layout ?? layoutOf(axes, shape)
  const found = axes === undefined ? {} : (match(layout, axes, false) ?? mismatch(layout, shape))
  const frames = settled('frames', 16, found.T, options.frames, shape)
  const size = settled('size', 112, found.H ?? found.W, options.size, shape)
  if (found.H !== undefined && found.W !== undefined && found.H !== found.W) {
    throw new ActscopeError('model-refused', `its input ${shape} is ${found.W} wide and ${found.H} high`, {
      hint: 'Export the network for square pictures.',
    })
  }
  if (frames > limits.frames || size > limits.size || frames * size * size * 3 > limits.values) {
    throw new ActscopeError(
      'model-refused',
      `its input of ${frames} frames of ${size} x ${size} is larger than any clip`,
    )
  }
  return { layout, frames, size }
}

function layoutOf(axes: readonly Axis[] | undefined, shape: string): Layout {
  const fitting = axes === undefined ? [] : layouts.filter((layout) => match(layout, axes, true) !== undefined)
  if (fitting.length === 1) return fitting[0]!
  const which = fitting.length === 0 ? layouts : fitting
  throw new ActscopeError('input-invalid', `the input's shape ${shape} does not tell which axis is which`, {
    hint: `Tell it, for example --layout ${which[0]} (${which.join(', ')}).`,
  })
}

/** Every way in which an input can be read as a clip, with what its shape tells of each; all of them where it tells nothing. */
export function readingsOf(
  axes: readonly Axis[] | undefined,
): readonly (Pick<ClipShape, 'layout'> & Partial<ClipShape>)[] {
  return layouts.flatMap((layout) => {
    if (axes === undefined) return [{ layout }]
    const sizes = match(layout, axes, true)
    if (sizes === undefined) return []
    const size = sizes.H ?? sizes.W
    return [{ layout, ...(sizes.T !== undefined && { frames: sizes.T }), ...(size !== undefined && { size }) }]
  })
}

type Sizes = Partial<Record<'T' | 'H' | 'W', number>>

/** The sizes that `axes` give if they may be of this layout. `surely`: only if the channels are seen to be three. */
function match(layout: Layout, axes: readonly Axis[], surely: boolean): Sizes | undefined {
  if (axes.length !== layout.length) return undefined
  const sizes: Sizes = {}
  for (const [i, letter] of layout.split('').entries()) {
    const size = axes[i]
    if (letter === 'C' && size !== 3 && (surely || typeof size === 'number')) return undefined
    if (letter === 'S' && (typeof size === 'number' ? size % 3 !== 0 || size < 6 : surely)) return undefined
    if (typeof size !== 'number') continue
    if ((letter === 'N' || letter === '1') && size !== 1) return undefined
    if (letter === 'S') sizes.T = size / 3
    if (letter === 'T' || letter === 'H' || letter === 'W') sizes[letter] = size
  }
  return sizes
}

function mismatch(layout: Layout, shape: string): never {
  throw new ActscopeError(
    'input-invalid',
    `the input's shape ${shape} is not ${layout}, for one clip of three channels`,
    {
      hint: 'Tell another --layout, or export the network for one clip at a time.',
    },
  )
}

function settled(
  name: 'frames' | 'size',
  example: number,
  found: number | undefined,
  given: number | undefined,
  shape: string,
) {
  if (found !== undefined && given !== undefined && found !== given) {
    throw new ActscopeError('input-invalid', `--${name} ${given} contradicts the input's shape ${shape}`, {
      hint: `Leave --${name} out.`,
    })
  }
  const value = found ?? given
  if (value !== undefined && Number.isInteger(value) && value >= 1) return value
  throw new ActscopeError('input-invalid', `the input's shape ${shape} leaves --${name} open`, {
    hint: `Tell it, for example --${name} ${example}.`,
  })
}
