/** A body as a distance field: what sphere tracing needs to know of it (Hart 1996). */
import type { Part } from './figure.ts'
import { dot, type Vector } from './vector.ts'

/** Metres over which neighbouring parts melt into each other. */
const melt = 0.022
/** Numbers kept for each part: start, axis, 1 / length of the axis squared, radius and its change. */
const stride = 9

export class Body {
  readonly parts: readonly Part[]
  readonly #numbers: Float64Array

  constructor(parts: readonly Part[]) {
    this.parts = parts
    this.#numbers = Float64Array.from(parts.flatMap(numbersOf))
  }

  /** Metres from a point to the surface, negative inside (polynomial smooth minimum over the parts). */
  distance(x: number, y: number, z: number): number {
    const numbers = this.#numbers
    let nearest = 1e3
    for (let i = 0; i < numbers.length; i += stride) {
      const distance = distanceToPart(numbers, i, x, y, z)
      const overlap = melt - Math.abs(distance - nearest)
      if (distance < nearest) nearest = distance
      if (overlap > 0) nearest -= (overlap * overlap) / (4 * melt)
    }
    return nearest
  }

  /** The part that a point of the surface belongs to. */
  partAt([x, y, z]: Vector): Part {
    let best = 0
    let nearest = Infinity
    for (let i = 0; i < this.parts.length; i++) {
      const distance = distanceToPart(this.#numbers, i * stride, x, y, z)
      if (distance < nearest) {
        nearest = distance
        best = i
      }
    }
    return this.parts[best]!
  }

  /** Unit normal of the surface at a point: the gradient, from four corners of a tetrahedron. */
  normal([x, y, z]: Vector): Vector {
    const e = 0.003
    const d0 = this.distance(x + e, y - e, z - e)
    const d1 = this.distance(x - e, y - e, z + e)
    const d2 = this.distance(x - e, y + e, z - e)
    const d3 = this.distance(x + e, y + e, z + e)
    const gradient: Vector = [d0 - d1 - d2 + d3, -d0 - d1 + d2 + d3, -d0 + d1 - d2 + d3]
    const length = Math.sqrt(dot(gradient, gradient))
    return [gradient[0] / length, gradient[1] / length, gradient[2] / length]
  }

  /** Metres along a ray to the surface, between `near` and `far`; undefined where the ray misses it. */
  trace(origin: Vector, ray: Vector, near: number, far: number): number | undefined {
    let t = near
    for (let step = 0; step < 60 && t < far; step++) {
      const distance = this.distance(origin[0] + t * ray[0], origin[1] + t * ray[1], origin[2] + t * ray[2])
      if (distance < 0.0015) return t
      t += 0.95 * distance
    }
    return undefined
  }

  /**
   * Share of a soft light (0 to 1) that comes past the body to a point. `softness` is the light's width over its
   * distance, `reach` how far (metres) to look for what is in the way.
   */
  lightPast(point: Vector, towards: Vector, softness: number, reach: number): number {
    let share = 1
    let t = 0.02
    for (let step = 0; step < 16 && t < reach; step++) {
      const distance = this.distance(point[0] + t * towards[0], point[1] + t * towards[1], point[2] + t * towards[2])
      share = Math.min(share, 0.5 + (0.5 * distance) / (softness * t))
      if (share <= 0) return 0
      t += Math.max(0.03, 0.9 * Math.abs(distance))
    }
    return share * share * (3 - 2 * share)
  }
}

function numbersOf({ a, b, radiusA, radiusB }: Part): readonly number[] {
  const [x, y, z] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]]
  const length2 = x * x + y * y + z * z
  return [...a, x, y, z, length2 === 0 ? 0 : 1 / length2, radiusA, radiusB - radiusA]
}

/** Metres to the capsule whose numbers begin at `i`. */
function distanceToPart(n: Float64Array, i: number, x: number, y: number, z: number): number {
  const px = x - n[i]!
  const py = y - n[i + 1]!
  const pz = z - n[i + 2]!
  const bx = n[i + 3]!
  const by = n[i + 4]!
  const bz = n[i + 5]!
  let h = (px * bx + py * by + pz * bz) * n[i + 6]!
  h = h < 0 ? 0 : h > 1 ? 1 : h
  const dx = px - bx * h
  const dy = py - by * h
  const dz = pz - bz * h
  return Math.sqrt(dx * dx + dy * dy + dz * dz) - n[i + 7]! - n[i + 8]! * h
}
