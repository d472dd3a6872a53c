import type { GraphBuilder } from '../builder.ts'
import type { Value } from '../graph.ts'
import type { Shape } from '../shape.ts'

/** A value of five axes can be had as it is, [N, C, T, H, W], or as frames, [N * T, C, H, W]; what is not needed is not made. */
interface Forms {
  readonly shape: Shape
  plain?: Value
  frames?: Value
  /** [N, T, C, H, W] */
  clip?: Value
  /** For what a transpose makes: both forms come from the value before it, in one step. */
  readonly transposed?: { readonly of: Value; readonly order: readonly number[] }
}

/** The values of a graph that is being rewritten, by the names that they had. */
export class Values {
  readonly #g: GraphBuilder
  readonly #forms = new Map<string, Forms>()

  constructor(g: GraphBuilder) {
    this.#g = g
  }

  setPlain(name: string, plain: Value): void {
    this.#forms.set(name, { shape: plain.shape, plain })
  }

  /** `shape` is that of the value as it was. */
  setFrames(name: string, shape: Shape, frames: Value): void {
    this.#forms.set(name, { shape, frames })
  }

  setTransposed(name: string, shape: Shape, of: Value, order: readonly number[]): void {
    this.#forms.set(name, { shape, transposed: { of, order } })
  }

  shapeOf(name: string): Shape {
    return this.#forms.get(name)!.shape
  }

  /** Whether frames are there already, or cost no more than the value as it was. */
  hasFrames(name: string): boolean {
    const { frames, plain, transposed } = this.#forms.get(name)!
    return frames !== undefined || (plain === undefined && transposed !== undefined)
  }

  plain(name: string): Value {
    const forms = this.#forms.get(name)!
    forms.plain ??= this.#plain(name, forms)
    return forms.plain
  }

  #plain(name: string, { shape, frames, transposed }: Forms): Value {
    if (frames !== undefined)
      return this.#order({ of: unfolded(this.#g, frames, shape[2]!), order: swapped }, `${name}/volume`)
    return this.#order(transposed!, `${name}/volume`)
  }

  /** [N, T, C, H, W] */
  clip(name: string): Value {
    const forms = this.#forms.get(name)!
    forms.clip ??= this.#clip(name, forms)
    return forms.clip
  }

  #clip(name: string, { frames, plain, transposed, shape }: Forms): Value {
    if (frames !== undefined) return unfolded(this.#g, frames, shape[2]!)
    if (plain !== undefined) return this.#order({ of: plain, order: swapped }, `${name}/clip`)
    return this.#order({ of: transposed!.of, order: swapped.map((axis) => transposed!.order[axis]!) }, `${name}/clip`)
  }

  frames(name: string): Value {
    const forms = this.#forms.get(name)!
    forms.frames ??= folded(this.#g, this.clip(name), `${name}/frames`)
    return forms.frames
  }

  /** A transpose that leaves everything where it is is none. */
  #order({ of, order }: { of: Value; order: readonly number[] }, name: string): Value {
    return order.every((axis, i) => axis === i) ? of : this.#g.transpose(of, order, name)
  }
}

/** Exchanges channels and time, either way. */
const swapped = [0, 2, 1, 3, 4]

/** [N, T, C, H, W] -> [N * T, C, H, W] */
export const folded = (g: GraphBuilder, clip: Value, name?: string): Value =>
  g.reshape(clip, [-1, ...clip.shape.slice(2)], name)

/** [N * T, C, H, W] -> [N, T, C, H, W] */
export const unfolded = (g: GraphBuilder, frames: Value, T: number): Value =>
  g.reshape(frames, [-1, T, ...frames.shape.slice(1)])
