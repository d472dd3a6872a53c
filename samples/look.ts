/** Who is seen, how and where: everything about a sample that its seed decides. */
import type { Colour, Person } from './figure.ts'
import { hash } from './random.ts'
import type { Scene } from './scene.ts'
import { mix } from './vector.ts'

export interface Look {
  readonly person: Person
  readonly scene: Scene
  /** Height of the picture at the person's depth, and where the middle of the person's way is, in metres. */
  readonly view: number
  readonly middle: number
  /** 1: as fast as most people. */
  readonly tempo: number
}

const skins: readonly Colour[] = [rgb('#c99a7c'), rgb('#b07f5f'), rgb('#8d5f43'), rgb('#d9ab8f'), rgb('#5f3f2e')]
const hairs: readonly Colour[] = [rgb('#1c1613'), rgb('#2e2019'), rgb('#4a3323'), rgb('#17181b')]
const shirts: readonly Colour[] = [
  rgb('#23324d'),
  rgb('#3a2328'),
  rgb('#2b3a2e'),
  rgb('#26262c'),
  rgb('#6b3b3f'),
  rgb('#3c5168'),
]
const trousers: readonly Colour[] = [rgb('#1f2430'), rgb('#2b2b2e'), rgb('#3b4a66'), rgb('#4a463f')]
const shoes: readonly Colour[] = [rgb('#191919'), rgb('#3a2a22'), rgb('#8a8a88')]
const stones: readonly Colour[] = [rgb('#c4bbb2'), rgb('#b9b2a4'), rgb('#c2b6b6'), rgb('#b4b5ae')]

/** The same seed gives the same look, everywhere. */
export function lookOf(seed: number): Look {
  const at = (place: number, low: number, high: number): number => mix(low, high, hash(seed, place, 77))
  const pick = (place: number, from: readonly Colour[]): Colour => from[Math.floor(at(place, 0, from.length))]!
  const height = at(1, 1.62, 1.84)
  return {
    person: {
      height,
      build: at(2, 0.92, 1.1),
      clothes: {
        skin: pick(3, skins),
        hair: pick(4, hairs),
        shirt: pick(5, shirts),
        trousers: pick(6, trousers),
        shoes: pick(7, shoes),
        longSleeves: at(8, 0, 1) < 0.6,
        longHair: at(9, 0, 1) < 0.35,
      },
    },
    scene: { seed, stone: pick(10, stones), light: at(11, 0.9, 1.1) },
    view: height / at(12, 0.44, 0.54),
    middle: at(13, -0.35, 0.35),
    tempo: at(14, 0.88, 1.12),
  }
}

/** A colour as screens write it, as the share of light that it means (sRGB to linear). */
function rgb(hex: string): Colour {
  const linear = (from: number): number => (parseInt(hex.slice(from, from + 2), 16) / 255) ** 2.2
  return [linear(1), linear(3), linear(5)]
}
