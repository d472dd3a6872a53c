/** What a person's joints do in each action: smooth functions of the time. */
import { clamp, mix, smoothStep } from './vector.ts'

/**
 * Direction of a limb's segment, in radians to the vertical of the upright person: 0, 0 hangs down, `side` lifts it
 * outwards (pi points up), `front` leads it forwards.
 */
export interface Direction {
  readonly side: number
  readonly front: number
}

/** Upper arm and forearm, or thigh and shin. */
export interface Limb {
  readonly upper: Direction
  readonly lower: Direction
}

/** A whole body. Limbs are [the person's left, the person's right]. */
export interface Pose {
  /** Metres to the right of where the person starts, and of the lowest foot above the ground. */
  readonly along: number
  readonly lift: number
  /** Radians: 0 faces the camera, pi / 2 faces to the right. */
  readonly turn: number
  /** Radians forwards: of the hips, the shoulders, the face. */
  readonly hips: number
  readonly shoulders: number
  readonly face: number
  readonly arms: readonly [Limb, Limb]
  readonly legs: readonly [Limb, Limb]
}

export interface Action {
  /** The label that the shipped model has for it. */
  readonly label: string
  /** Seconds that a clip of it should last. */
  readonly seconds: number
  /** The pose at a time (seconds) of a person with a tempo (1: as most people). */
  pose(seconds: number, tempo: number): Pose
}

const turnOf = 2 * Math.PI
/** From 0 to 1 and back once a period, resting at neither end. */
const swell = (phase: number): number => (1 - Math.cos(turnOf * phase)) / 2

const direction = (side: number, front = 0): Direction => ({ side, front })
const limb = (upper: Direction, lower: Direction): Limb => ({ upper, lower })
const both = (one: Limb): readonly [Limb, Limb] => [one, one]

const standingLeg = limb(direction(0.05, 0.02), direction(0.04, -0.02))
const hangingArm = limb(direction(0.14, 0), direction(0.08, 0.16))
const standing: Pose = {
  along: 0,
  lift: 0,
  turn: 0,
  hips: 0,
  shoulders: 0.02,
  face: 0.04,
  arms: both(hangingArm),
  legs: both(standingLeg),
}

/** Arms up and legs apart in one hop, down and together in the next. */
function jumpingJack(seconds: number, tempo: number): Pose {
  const phase = (seconds * tempo) / 1.2
  const open = swell(phase)
  const hop = Math.abs(Math.sin(turnOf * phase))
  const bent = 0.16 * (1 - hop)
  const leg = limb(direction(mix(0.03, 0.4, open), bent), direction(mix(0.02, 0.36, open), -bent))
  const arm = limb(direction(mix(0.18, 2.72, open), 0.12), direction(mix(0.1, 3.32, open), 0.16))
  return { ...standing, lift: 0.09 * hop, arms: both(arm), legs: both(leg) }
}

/** One arm that swings between level and overhead; the forearm lags behind. */
function wavingArm(phase: number): Limb {
  const up = swell(phase)
  const late = swell(phase - 0.06)
  return limb(direction(mix(1.6, 2.45, up), 0.1), direction(mix(1.75, 3.35, late), 0.15))
}

function waveBoth(seconds: number, tempo: number): Pose {
  return { ...standing, arms: both(wavingArm((seconds * tempo) / 1.25)) }
}

function waveOne(seconds: number, tempo: number): Pose {
  return { ...standing, arms: [hangingArm, wavingArm((seconds * tempo) / 1.25)] }
}

/** Once down to the ground with both hands and up again, seen from the side; 3.6 seconds. */
function bend(seconds: number, tempo: number): Pose {
  const at = (seconds * tempo) % 3.6
  const down = smoothStep(0.4, 1.5, at) - smoothStep(2.1, 3.2, at)
  const arm = limb(direction(0.06, mix(0.02, 0.2, down)), direction(0.02, mix(0.12, 0.28, down)))
  return {
    ...standing,
    turn: -Math.PI / 2,
    hips: 1.35 * down,
    shoulders: 0.02 + 2.2 * down,
    face: 0.05 + 2.1 * down,
    arms: both(arm),
    legs: both(limb(direction(0.04, 0.3 * down), direction(0.03, -0.42 * down))),
  }
}

/** A leg in walking or running: the thigh swings, the knee gives way while the leg comes forward. */
function stridingLeg(phase: number, reach: number, ahead: number, knee: number): Limb {
  const thigh = ahead + reach * Math.cos(turnOf * phase)
  const flex = 0.08 + knee * Math.max(0, Math.cos(turnOf * (phase - 0.69))) ** 2
  return limb(direction(0.02, thigh), direction(0.01, thigh - flex))
}

function stridingArm(phase: number, reach: number, elbow: number): Limb {
  const swing = -reach * Math.cos(turnOf * phase) - 0.05
  return limb(direction(0.1, swing), direction(0.02, swing + elbow + 0.3 * reach * (1 - Math.cos(turnOf * phase))))
}

/** Thighs swing by +-0.42 rad: two steps of 0.7 m a period. */
function walk(seconds: number, tempo: number): Pose {
  const phase = (seconds * tempo) / 1.08
  return {
    ...standing,
    along: 1.38 * phase,
    turn: Math.PI / 2,
    shoulders: 0.06,
    legs: [stridingLeg(phase, 0.42, 0.04, 0.85), stridingLeg(phase + 0.5, 0.42, 0.04, 0.85)],
    arms: [stridingArm(phase, 0.38, 0.22), stridingArm(phase + 0.5, 0.38, 0.22)],
  }
}

function run(seconds: number, tempo: number): Pose {
  const phase = (seconds * tempo) / 0.72
  return {
    ...standing,
    along: 2.1 * phase,
    lift: 0.07 * swell(2 * phase + 0.3),
    turn: Math.PI / 2,
    hips: 0.1,
    shoulders: 0.2,
    legs: [stridingLeg(phase, 0.72, 0.2, 1.6), stridingLeg(phase + 0.5, 0.72, 0.2, 1.6)],
    arms: [stridingArm(phase, 0.65, 1.35), stridingArm(phase + 0.5, 0.65, 1.35)],
  }
}

/** Both feet at once, arms close to the body. */
function jumpOnTheSpot(seconds: number, tempo: number): Pose {
  const phase = (seconds * tempo) / 0.72
  const flight = Math.sin(turnOf * phase)
  const knee = 0.42 * clamp(-flight + 0.15, 0, 1)
  const arm = limb(direction(0.22 + 0.1 * flight, 0.05), direction(0.1, 0.3 + knee))
  return {
    ...standing,
    lift: 0.26 * Math.max(0, flight),
    hips: 0.4 * knee,
    shoulders: 0.5 * knee,
    arms: both(arm),
    legs: both(limb(direction(0.04, knee), direction(0.04, -knee))),
  }
}

export const actions = {
  'jumping-jacks': { label: 'doing jumping jacks', seconds: 5.2, pose: jumpingJack },
  'waving-both-hands': { label: 'waving with both hands', seconds: 5.2, pose: waveBoth },
  'waving-one-hand': { label: 'waving with one hand', seconds: 5.2, pose: waveOne },
  bending: { label: 'bending down', seconds: 3.6, pose: bend },
  walking: { label: 'walking', seconds: 3.6, pose: walk },
  running: { label: 'running', seconds: 1.8, pose: run },
  'jumping-on-the-spot': { label: 'jumping on the spot', seconds: 5.2, pose: jumpOnTheSpot },
} satisfies Record<string, Action>

export type ActionName = keyof typeof actions
