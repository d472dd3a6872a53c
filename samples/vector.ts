/** Points and directions in metres: x to the right, y up, z towards the camera. */
export type Vector = readonly [x: number, y: number, z: number]

export const add = (a: Vector, b: Vector, scale = 1): Vector => [
  a[0] + scale * b[0],
  a[1] + scale * b[1],
  a[2] + scale * b[2],
]

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

export const unit = (a: Vector): Vector => add([0, 0, 0], a, 1 / Math.sqrt(dot(a, a)))

export const mix = (a: number, b: number, share: number): number => a + (b - a) * share

export const mixed = (a: Vector, b: Vector, share: number): Vector => [
  mix(a[0], b[0], share),
  mix(a[1], b[1], share),
  mix(a[2], b[2], share),
]

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** 0 below `low`, 1 above `high`, without a corner in between. */
export function smoothStep(low: number, high: number, value: number): number {
  const share = clamp((value - low) / (high - low), 0, 1)
  return share * share * (3 - 2 * share)
}
