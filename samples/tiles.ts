/** Which parts of a body may be seen where in the picture, so that a ray asks a few of them and not all. */
import { Body } from './body.ts'
import type { Camera } from './camera.ts'
import type { Part } from './figure.ts'

/** Pixels: the side of the squares that the picture is cut into. */
const side = 8
/** Metres around a part within which its neighbours still melt into it. */
const margin = 0.02

export class Tiles {
  readonly #columns: number
  readonly #bodies: readonly (Body | undefined)[]

  constructor(camera: Camera, body: Body) {
    const { width, height } = camera.picture
    this.#columns = Math.ceil(width / side)
    const lists = Array.from({ length: this.#columns * Math.ceil(height / side) }, (): Part[] => [])
    for (const part of body.parts) {
      const [a, b] = [camera.project(part.a), camera.project(part.b)]
      const reach = (Math.max(part.radiusA, part.radiusB) + margin) * Math.max(a.scale, b.scale) + 1
      const [left, right] = [Math.min(a.x, b.x) - reach, Math.max(a.x, b.x) + reach]
      const [top, bottom] = [Math.min(a.y, b.y) - reach, Math.max(a.y, b.y) + reach]
      lists.forEach((list, i) => {
        const [x, y] = [(i % this.#columns) * side, Math.floor(i / this.#columns) * side]
        if (x < right && x + side > left && y < bottom && y + side > top) list.push(part)
      })
    }
    this.#bodies = lists.map((parts) => (parts.length === 0 ? undefined : new Body(parts)))
  }

  /** What of the body may be seen at a pixel, or nothing. */
  at(x: number, y: number): Body | undefined {
    return this.#bodies[Math.floor(y / side) * this.#columns + Math.floor(x / side)]
  }
}
