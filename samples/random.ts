/** Chance that is the same on every machine: integer hashes, no state that is shared. */
import { mix } from './vector.ts'

/** A number from 0 up to 1 that depends on four integers only (murmur3's finalizer over a sum of products). */
export function hash(seed: number, x: number, y = 0, z = 0): number {
  let h = Math.imul(seed | 0, 0x9e3779b1) + Math.imul(x | 0, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) + Math.imul(y | 0, 0xc2b2ae35) + Math.imul(z | 0, 0x27d4eb2f)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32
}

/** Smooth noise from 0 to 1 over the plane, with one independent value a unit square. */
export function noise(seed: number, x: number, y: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)]
  const [u, v] = [ease(x - column), ease(y - row)]
  const above = mix(hash(seed, column, row), hash(seed, column + 1, row), u)
  const below = mix(hash(seed, column, row + 1), hash(seed, column + 1, row + 1), u)
  return mix(above, below, v)
}

/** Noise with detail: four octaves, each of half the size and half the strength; 0 to 1, mostly about 0.5. */
export function cloud(seed: number, x: number, y: number): number {
  let sum = 0
  for (let octave = 0; octave < 4; octave++)
    sum += noise(seed + octave, x * 2 ** octave, y * 2 ** octave) / 2 ** (octave + 1)
  return sum / (15 / 16)
}

const ease = (t: number): number => t * t * (3 - 2 * t)
