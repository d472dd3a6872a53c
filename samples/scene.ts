/** Where it happens: a wall of stone panels, a pavement with a kerb and a road, under an overcast sky. */
import type { Colour } from './figure.ts'
import { cloud, hash } from './random.ts'
import { add, clamp, dot, mix, mixed, smoothStep, unit, type Vector } from './vector.ts'

/** Metres: depth of the wall's face and of the kerb's edge. People move at depth 0. */
const wallDepth = -1.1
const kerbDepth = 0.75
const kerbHeight = 0.13

export interface Scene {
  readonly seed: number
  /** The wall's own colour; its panels vary about it. */
  readonly stone: Colour
  /** Factor on all light, about 1. */
  readonly light: number
}

/** Where a camera ray meets the scene, and how the surface there looks before a shadow falls on it. */
export interface Surface {
  readonly point: Vector
  readonly normal: Vector
  readonly colour: Colour
}

/** Towards the brightest part of the sky, and how bright it is against the rest. */
export const brightSky: Vector = unit([-0.45, 1, 0.62])
const skyLight = 0.62
const ambientLight = 0.4

/** A surface's colour by daylight. `past` is the share of the bright sky that reaches it, `open` that of the rest. */
export function lit({ light }: Scene, normal: Vector, colour: Colour, past: number, open: number): Colour {
  const facing = Math.max(0, 0.25 + 0.75 * dot(normal, brightSky))
  const ambient = ambientLight * (0.7 + 0.3 * normal[1]) * open
  const strength = light * (skyLight * facing * past + ambient)
  // Light from below has touched the pavement: a little warmer.
  const warm = 0.04 * Math.max(0, -normal[1])
  return [colour[0] * (strength + warm), colour[1] * (strength + 0.8 * warm), colour[2] * (strength + 0.6 * warm)]
}

/** What a ray from `origin` (metres) in direction `ray` sees of the scene. */
export function lookAt(scene: Scene, origin: Vector, ray: Vector): Surface {
  const wall = add(origin, ray, (wallDepth - origin[2]) / ray[2])
  if (wall[1] > 0) return { point: wall, normal: [0, 0, 1], colour: wallColour(scene, wall[0], wall[1]) }
  const pavement = add(origin, ray, -origin[1] / ray[1])
  if (pavement[2] < kerbDepth)
    return { point: pavement, normal: [0, 1, 0], colour: pavementColour(scene, pavement[0], pavement[2]) }
  const kerb = add(origin, ray, (kerbDepth - origin[2]) / ray[2])
  if (kerb[1] > -kerbHeight) return { point: kerb, normal: [0, 0, 1], colour: kerbColour(scene, kerb[0]) }
  const road = add(origin, ray, (-kerbHeight - origin[1]) / ray[1])
  return { point: road, normal: [0, 1, 0], colour: roadColour(scene, road[0], road[2]) }
}

/** Upright panels in courses, each with its own tone; rain has left streaks, and the base is damp. */
function wallColour({ seed, stone }: Scene, x: number, y: number): Colour {
  const course = Math.floor(y / 0.62)
  const shift = 0.31 * hash(seed, course, 1)
  const panel = Math.floor((x + shift) / 0.34)
  const [inX, inY] = [(x + shift) / 0.34 - panel, y / 0.62 - course]
  const joint = Math.min(inX, 1 - inX) < 0.02 || Math.min(inY, 1 - inY) < 0.011 ? 0.86 : 1
  const tone = 0.88 + 0.22 * hash(seed, panel, course, 2)
  const streak = 0.84 + 0.3 * cloud(seed + 10, 5.1 * x, 0.9 * y)
  const grain = 0.9 + 0.2 * cloud(seed + 20, 23 * x, 19 * y)
  const damp = mix(0.72, 1, smoothStep(0.1, 1.15, y + 0.9 * (cloud(seed + 30, 1.7 * x, 0.6 * y) - 0.5)))
  const strength = joint * tone * streak * grain * damp
  const warm = 0.06 * (hash(seed, panel, course, 3) - 0.5)
  return [stone[0] * strength * (1 + warm), stone[1] * strength, stone[2] * strength * (1 - warm)]
}

function pavementColour({ seed }: Scene, x: number, z: number): Colour {
  const slab = Math.floor(x / 0.6 + 0.5 * (Math.floor(z / 0.6) & 1))
  const joint = Math.abs(x / 0.6 + 0.5 * (Math.floor(z / 0.6) & 1) - slab - 0.5) > 0.485 ? 0.85 : 1
  const strength =
    joint * (0.85 + 0.16 * hash(seed, slab, Math.floor(z / 0.6), 4) + 0.3 * (cloud(seed + 40, 8 * x, 8 * z) - 0.5))
  return mixed([0, 0, 0], [0.25, 0.225, 0.21], strength)
}

function kerbColour({ seed }: Scene, x: number): Colour {
  const joint = Math.abs(x / 1.1 - Math.round(x / 1.1)) < 0.008 ? 0.6 : 1
  const strength = joint * (0.85 + 0.3 * cloud(seed + 50, 4 * x, 0))
  return [0.5 * strength, 0.49 * strength, 0.48 * strength]
}

function roadColour({ seed }: Scene, x: number, z: number): Colour {
  const strength = 0.72 + 0.35 * cloud(seed + 60, 1.2 * x, 2.5 * z) + 0.25 * (cloud(seed + 70, 30 * x, 30 * z) - 0.5)
  const line = smoothStep(0.02, 0, Math.abs(z - 1.9) - 0.05) * clamp(2 * cloud(seed + 80, 12 * x, 12 * z), 0, 1)
  return mixed([0.1 * strength, 0.102 * strength, 0.112 * strength], [0.55, 0.55, 0.52], 0.8 * line)
}
