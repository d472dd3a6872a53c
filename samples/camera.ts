/** A pinhole camera on a tripod that looks straight at the wall; its picture plane lies where the person moves. */
import { unit, type Vector } from './vector.ts'

export interface Picture {
  /** Pixels. */
  readonly width: number
  readonly height: number
  readonly fps: number
  /** Rays a pixel, each at its own moment while the shutter is open: soft edges and motion blur in one. */
  readonly rays: number
}

/** Metres from the camera to the person, and from the ground to the camera. */
export const cameraDistance = 9
const cameraHeight = 1.55
/** Share of the picture's height above the person's feet. */
const horizon = 0.8

export class Camera {
  readonly picture: Picture
  readonly origin: Vector = [0, cameraHeight, cameraDistance]
  readonly #metresPerPixel: number

  /** `view`: metres that the picture is high at the person's depth. */
  constructor(picture: Picture, view: number) {
    this.picture = picture
    this.#metresPerPixel = view / picture.height
  }

  /** Direction of the ray through a point of the picture (pixels). */
  ray(x: number, y: number): Vector {
    const { width, height } = this.picture
    const right = (x - width / 2) * this.#metresPerPixel
    const up = (horizon * height - y) * this.#metresPerPixel
    return unit([right, up - cameraHeight, -cameraDistance])
  }

  /** Where a point is in the picture (pixels), and how many pixels a metre is there. */
  project([x, y, z]: Vector): { readonly x: number; readonly y: number; readonly scale: number } {
    const { width, height } = this.picture
    const closer = cameraDistance / (cameraDistance - z)
    const up = cameraHeight + (y - cameraHeight) * closer
    return {
      x: width / 2 + (x * closer) / this.#metresPerPixel,
      y: horizon * height - up / this.#metresPerPixel,
      scale: closer / this.#metresPerPixel,
    }
  }
}
