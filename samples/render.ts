/** From an action and a seed to the frames of a video. */
import { Body } from './body.ts'
import { Camera, cameraDistance, type Picture } from './camera.ts'
import { bodyOf, type Colour } from './figure.ts'
import { lookOf } from './look.ts'
import { actions, type ActionName } from './motion.ts'
import { hash } from './random.ts'
import { brightSky, lit, lookAt, type Scene, type Surface } from './scene.ts'
import { Tiles } from './tiles.ts'
import { add, clamp, smoothStep, type Vector } from './vector.ts'

export interface Shot {
  readonly action: ActionName
  /** Decides who does it, where and how fast, and all noise. */
  readonly seed: number
  /** By default as long as the action needs. */
  readonly seconds?: number | undefined
}

/** Seconds that the shutter is open. */
const shutter = 1 / 70
/** Standard deviation of the sensor's noise, in steps of 1/255. */
const sensorNoise = 1.3

/** The frames of a shot as RGB bytes, [height, width, 3] each. The same arguments give the same bytes. */
export function* renderShot({ action, seed, seconds }: Shot, picture: Picture): Generator<Uint8Array> {
  const { person, scene, view, middle, tempo } = lookOf(seed)
  const camera = new Camera(picture, view)
  const backdrop = backdropOf(camera, scene)
  const { pose, seconds: usual } = actions[action]
  const length = seconds ?? usual
  // Whoever walks is in the middle of their way half-way through the clip.
  const place: Vector = [middle - pose(length / 2, tempo).along, 0, 0]
  const bodyAt = (time: number): Body => new Body(bodyOf(person, pose(time, tempo), place))
  for (let frame = 0; frame < Math.round(length * picture.fps); frame++) {
    const time = frame / picture.fps
    const bodies = Array.from({ length: picture.rays }, (_, ray) => bodyAt(time + (ray / picture.rays) * shutter))
    const light = photograph(camera, scene, backdrop, bodies)
    yield develop(light, scene.seed, frame)
  }
}

/** The scene without anybody, once for the whole clip: a pixel's surface, its colour the mean of four rays. */
function backdropOf(camera: Camera, scene: Scene): readonly Surface[] {
  const { width, height } = camera.picture
  return Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)]
    let colour: Vector = [0, 0, 0]
    for (const [dx, dy] of [
      [0.125, 0.375],
      [0.625, 0.125],
      [0.375, 0.875],
      [0.875, 0.625],
    ] as const)
      colour = add(colour, lookAt(scene, camera.origin, camera.ray(x + dx, y + dy)).colour, 1 / 4)
    return { ...lookAt(scene, camera.origin, camera.ray(x + 0.5, y + 0.5)), colour }
  })
}

/** Light on each pixel, [height, width, 3], linear. `bodies`: the person at each ray's moment. */
function photograph(camera: Camera, scene: Scene, backdrop: readonly Surface[], bodies: readonly Body[]): Float64Array {
  const { width, height, rays } = camera.picture
  const tiles = bodies.map((body) => new Tiles(camera, body))
  const shadow = new Shadow(width, backdrop, bodies[Math.floor(rays / 2)]!)
  const light = new Float64Array(width * height * 3)
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    let colour: Vector = [0, 0, 0]
    let missed = 0
    for (let ray = 0; ray < rays; ray++) {
      const [atX, atY] = [x + (ray + 0.5) / rays, y + ((ray * 0.618 + 0.31) % 1)]
      const near = tiles[ray]!.at(x, y)
      const hit = near === undefined ? undefined : bodyColour(camera, scene, near, bodies[ray]!, atX, atY)
      if (hit === undefined) missed += 1
      else colour = add(colour, hit, 1 / rays)
    }
    if (missed > 0) {
      const { normal, colour: own } = backdrop[i]!
      const { past, open } = shadow.at(x, y)
      colour = add(colour, lit(scene, normal, own, past, open), missed / rays)
    }
    light.set(colour, 3 * i)
  }
  return light
}

/** The body's colour where a ray through the picture meets it. `near`: the parts that may be there. */
function bodyColour(camera: Camera, scene: Scene, near: Body, body: Body, x: number, y: number): Colour | undefined {
  const ray = camera.ray(x, y)
  const t = near.trace(camera.origin, ray, cameraDistance - 1.3, cameraDistance + 1.6)
  if (t === undefined) return undefined
  const point = add(camera.origin, ray, t)
  const normal = near.normal(point)
  // How open the place is: nothing of the body should be nearer to a probe than the surface that it was held off.
  const probe = add(point, normal, 0.09)
  const open = clamp(0.35 + (0.65 * body.distance(...probe)) / 0.09, 0, 1)
  const past = 0.25 + 0.75 * body.lightPast(add(point, normal, 0.02), brightSky, 0.5, 0.7)
  return lit(scene, normal, near.partAt(point).colour, past, open)
}

/** The body's soft shadow on the backdrop, reckoned once for each four pixels. */
class Shadow {
  readonly #backdrop: readonly Surface[]
  readonly #width: number
  readonly #body: Body
  readonly #known = new Map<number, { readonly past: number; readonly open: number }>()

  constructor(width: number, backdrop: readonly Surface[], body: Body) {
    this.#width = width
    this.#backdrop = backdrop
    this.#body = body
  }

  /** Shares of the bright sky and of the rest of it that reach a pixel's surface. */
  at(x: number, y: number): { readonly past: number; readonly open: number } {
    const key = (y - (y & 1)) * this.#width + x - (x & 1)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const { point } = this.#backdrop[key]!
    const away = this.#body.distance(...point)
    // The sky is wide: with distance the shadow fades, and further away there is none to reckon.
    const depth = 0.7 * smoothStep(1.3, 0.5, away)
    const past = depth === 0 ? 1 : 1 - depth * (1 - this.#body.lightPast(point, brightSky, 0.4, 2.4))
    const shade = { past, open: clamp(0.45 + away / 0.45, 0, 1) }
    this.#known.set(key, shade)
    return shade
  }
}

/** Light as a camera writes it: gamma, noise, bytes. */
function develop(light: Float64Array, seed: number, frame: number): Uint8Array {
  const rgb = new Uint8Array(light.length)
  for (let i = 0; i < light.length; i += 3) {
    const speck = sensorNoise * bell(hash(seed, i, frame, 1), hash(seed, i, frame, 2))
    for (let c = 0; c < 3; c++) rgb[i + c] = clamp(Math.round(255 * light[i + c]! ** (1 / 2.2) + speck), 0, 255)
  }
  return rgb
}

/** Two even numbers to one that is normally distributed (Box and Muller 1958). */
const bell = (a: number, b: number): number => Math.sqrt(-2 * Math.log(1 - a)) * Math.cos(2 * Math.PI * b)
