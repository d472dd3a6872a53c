/** A person's body as tapered capsules that melt into each other: from a pose to shapes in space. */
import type { Direction, Limb, Pose } from './motion.ts'
import { add, mixed, unit, type Vector } from './vector.ts'

/** Share of the light that a surface gives back: red, green, blue from 0 to 1, linear. */
export type Colour = Vector

/** A capsule from `a` to `b` (metres) whose radius goes from `radiusA` to `radiusB`. */
export interface Part {
  readonly a: Vector
  readonly b: Vector
  readonly radiusA: number
  readonly radiusB: number
  readonly colour: Colour
}

export interface Clothes {
  readonly skin: Colour
  readonly hair: Colour
  readonly shirt: Colour
  readonly trousers: Colour
  readonly shoes: Colour
  readonly longSleeves: boolean
  readonly longHair: boolean
}

export interface Person {
  readonly clothes: Clothes
  /** Metres from the ground to the top of the head. */
  readonly height: number
  /** Factor on the thickness of body and limbs, about 1. */
  readonly build: number
}

/** Lengths of a person of 1.75 m in metres, rounded from tables of body measures (Drillis and Contini 1966). */
const size = {
  height: 1.75,
  hipHalf: 0.09,
  spine: 0.27,
  chest: 0.24,
  shoulderHalf: 0.175,
  neck: 0.12,
  head: 0.15,
  upperArm: 0.29,
  forearm: 0.25,
  hand: 0.11,
  thigh: 0.43,
  shin: 0.42,
  foot: 0.18,
}

/** The person's own axes: what is its left, its front, and up. */
interface Axes {
  readonly left: Vector
  readonly front: Vector
  readonly up: Vector
}

/** The body's shapes; the lowest one touches the ground, or hangs `lift` above it. */
export function bodyOf({ clothes, height, build }: Person, pose: Pose, place: Vector): readonly Part[] {
  const scale = height / size.height
  const parts: Part[] = []
  const put = (a: Vector, b: Vector, radiusA: number, radiusB: number, colour: Colour, thick = build): void => {
    parts.push({ a, b, radiusA: radiusA * thick, radiusB: radiusB * thick, colour })
  }
  const upright = axes(pose.turn, 0)
  const hips = axes(pose.turn, pose.hips)
  const shoulders = axes(pose.turn, pose.shoulders)
  const face = axes(pose.turn, pose.face)
  const pelvis: Vector = [0, 0, 0]
  const waist = add(pelvis, unit(mixed(hips.up, shoulders.up, 0.25)), size.spine)
  const chest = add(waist, shoulders.up, size.chest)

  torso()
  head()
  for (const s of [1, -1] as const) {
    arm(pose.arms[s === 1 ? 0 : 1], s)
    leg(pose.legs[s === 1 ? 0 : 1], s)
  }
  return standOnGround(parts, place, pose, scale)

  /** Two columns side by side, wide from the front and narrow from the side, and the shoulders across them. */
  function torso(): void {
    const hem = add(pelvis, hips.up, 0.06)
    for (const s of [1, -1]) {
      const at = (place: Vector, aside: number): Vector => add(place, shoulders.left, s * aside)
      put(at(add(pelvis, hips.up, -0.02), 0.08), at(hem, 0.072), 0.098, 0.094, clothes.trousers)
      put(at(hem, 0.072), at(waist, 0.062), 0.1, 0.094, clothes.shirt)
      put(at(waist, 0.062), at(add(chest, shoulders.up, -0.07), 0.088), 0.094, 0.098, clothes.shirt)
    }
    const yoke = add(chest, shoulders.up, -0.035)
    put(add(yoke, shoulders.left, 0.13), add(yoke, shoulders.left, -0.13), 0.066, 0.066, clothes.shirt)
  }

  function head(): void {
    const top = add(chest, unit(mixed(shoulders.up, face.up, 0.5)), size.neck)
    put(chest, add(top, face.up, 0.02), 0.06, 0.05, clothes.skin)
    const jaw = add(add(top, face.up, 0.035), face.front, 0.035)
    const skull = add(jaw, face.up, 0.085)
    put(jaw, skull, 0.062, 0.086, clothes.skin, 1)
    put(add(jaw, face.front, 0.068), add(add(jaw, face.front, 0.078), face.up, 0.03), 0.012, 0.01, clothes.skin, 1)
    for (const s of [1, -1]) {
      const eye = add(add(add(jaw, face.up, 0.055), face.front, 0.068), face.left, 0.034 * s)
      put(eye, eye, 0.013, 0.013, [0.02, 0.015, 0.012], 1)
    }
    const crown = add(add(skull, face.up, 0.026), face.front, -0.02)
    put(crown, add(add(jaw, face.up, 0.05), face.front, -0.038), 0.09, 0.08, clothes.hair, 1)
    put(crown, add(add(skull, face.up, 0.052), face.front, 0.03), 0.07, 0.06, clothes.hair, 1)
    if (clothes.longHair) {
      const nape = add(add(chest, shoulders.up, 0.02), shoulders.front, -0.075)
      put(add(jaw, face.front, -0.05), nape, 0.08, 0.05, clothes.hair, 1)
    }
  }

  function arm({ upper, lower }: Limb, s: 1 | -1): void {
    // A raised arm takes its shoulder with it.
    const raised = 0.05 * Math.max(0, -Math.cos(upper.side) * Math.cos(upper.front) + 0.3)
    const shoulder = add(
      add(chest, shoulders.left, s * (size.shoulderHalf - 0.4 * raised)),
      shoulders.up,
      raised - 0.03,
    )
    const elbow = add(shoulder, pointing(upper, s), size.upperArm)
    const wrist = add(elbow, pointing(lower, s), size.forearm)
    const sleeve = clothes.longSleeves ? clothes.shirt : clothes.skin
    put(shoulder, mixed(shoulder, elbow, 0.62), 0.064, 0.053, clothes.shirt)
    put(mixed(shoulder, elbow, 0.62), elbow, 0.049, 0.044, sleeve)
    put(elbow, wrist, 0.044, 0.032, sleeve)
    put(add(wrist, pointing(lower, s), 0.03), add(wrist, pointing(lower, s), size.hand), 0.036, 0.03, clothes.skin)
  }

  function leg({ upper, lower }: Limb, s: 1 | -1): void {
    const hip = add(add(pelvis, hips.left, s * size.hipHalf), hips.up, -0.03)
    const knee = add(hip, pointing(upper, s), size.thigh)
    const ankle = add(knee, pointing(lower, s), size.shin)
    // The foot is level where the leg stands, and points down where the shin leans forward off the ground.
    const tilt = Math.max(-1, Math.min(0.35, lower.front + 0.12)) * 0.8
    const toes = unit(add(add(upright.front, upright.up, tilt), upright.left, 0.18 * s))
    put(hip, knee, 0.088, 0.062, clothes.trousers)
    put(knee, ankle, 0.06, 0.046, clothes.trousers)
    put(add(ankle, toes, -0.05), add(add(ankle, toes, size.foot), upright.up, -0.03), 0.046, 0.036, clothes.shoes, 1)
  }

  function pointing({ side, front }: Direction, s: 1 | -1): Vector {
    const { left, front: ahead, up } = upright
    const outward = add([0, 0, 0], left, s * Math.sin(side))
    return unit(add(add(outward, up, -Math.cos(side) * Math.cos(front)), ahead, Math.sin(front)))
  }
}

function axes(turn: number, pitch: number): Axes {
  const left: Vector = [Math.cos(turn), 0, -Math.sin(turn)]
  const ahead: Vector = [Math.sin(turn), 0, Math.cos(turn)]
  const up: Vector = [Math.sin(pitch) * ahead[0], Math.cos(pitch), Math.sin(pitch) * ahead[2]]
  const front: Vector = [Math.cos(pitch) * ahead[0], -Math.sin(pitch), Math.cos(pitch) * ahead[2]]
  return { left, front, up }
}

function standOnGround(parts: readonly Part[], place: Vector, pose: Pose, scale: number): readonly Part[] {
  const lowest = Math.min(...parts.map(({ a, b, radiusA, radiusB }) => Math.min(a[1] - radiusA, b[1] - radiusB)))
  const origin = add(place, [pose.along, pose.lift - scale * lowest, 0])
  return parts.map((part) => ({
    ...part,
    a: add(origin, part.a, scale),
    b: add(origin, part.b, scale),
    radiusA: scale * part.radiusA,
    radiusB: scale * part.radiusB,
  }))
}
