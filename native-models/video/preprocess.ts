/** From a frame of any size to what a network takes: short side, centre crop, RGB bytes. Normalisation is the graph's. */
import { ActscopeError } from '../errors.ts'
import { maxPixels, maxSide } from './limits.ts'
import type { RgbImage } from './orientation.ts'
import { resample, type Window } from './resample.ts'

/** How a variant wants its frames (pixels): for example 256 and 224. `size` is at most `shortSide`. */
export interface Preprocessing {
  readonly shortSide: number
  readonly size: number
}

/**
 * The picture as a network takes it: the short side scaled to `shortSide`, then the centre `size` x `size`.
 * Equal, byte for byte, to `centreCrop(resizeShortSide(image, shortSide), size)`, without computing what is cut off.
 *
 * @returns RGB bytes, size x size x 3
 * @throws ActscopeError `input-invalid`
 */
export function preprocess(image: RgbImage, { shortSide, size }: Preprocessing): Uint8Array {
  checkSide('shortSide', shortSide)
  checkSide('size', size)
  checkImage(image)
  const [width, height] = scaledSize(image, shortSide)
  return resample(image, width, height, centre(width, height, size)).rgb
}

/**
 * The whole picture, scaled so that its short side is `shortSide` pixels: bilinear, antialiased when shrinking.
 * The long side is rounded down, as torchvision's `Resize` does.
 *
 * @throws ActscopeError `input-invalid`
 */
export function resizeShortSide(image: RgbImage, shortSide: number): RgbImage {
  checkSide('shortSide', shortSide)
  checkImage(image)
  const [width, height] = scaledSize(image, shortSide)
  return resample(image, width, height, { left: 0, top: 0, width, height })
}

/**
 * The `size` x `size` pixels in the middle; where the margin is odd, the smaller half is above and to the left.
 *
 * @throws ActscopeError `input-invalid`
 */
export function centreCrop(image: RgbImage, size: number): RgbImage {
  checkSide('size', size)
  checkImage(image)
  const { left, top } = centre(image.width, image.height, size)
  const rgb = new Uint8Array(size * size * 3)
  for (let y = 0; y < size; y++) {
    const from = 3 * ((top + y) * image.width + left)
    rgb.set(image.rgb.subarray(from, from + size * 3), y * size * 3)
  }
  return { width: size, height: size, rgb }
}

function scaledSize({ width, height }: RgbImage, shortSide: number): [width: number, height: number] {
  const long = Math.floor((shortSide * Math.max(width, height)) / Math.min(width, height))
  // A ribbon of a picture (1 x 16384) would become millions of pixels long; what is cut off is never computed, but the
  // filter table has an entry for each of them.
  if (long > maxSide * 16)
    throw invalid(`a picture of ${width} x ${height} cannot be scaled to a short side of ${shortSide}`)
  return width <= height ? [shortSide, long] : [long, shortSide]
}

function centre(width: number, height: number, size: number): Window {
  if (size > Math.min(width, height)) throw invalid(`cannot cut ${size} x ${size} out of ${width} x ${height}`)
  return { left: Math.floor((width - size) / 2), top: Math.floor((height - size) / 2), width: size, height: size }
}

function checkImage({ width, height, rgb }: RgbImage): void {
  if (!(width >= 1 && height >= 1 && width * height <= maxPixels) || rgb.length !== width * height * 3)
    throw invalid(`a picture of ${width} x ${height} does not have ${rgb.length} bytes`)
}

function checkSide(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1 || value > 4096)
    throw invalid(`${name} is ${value}; it must be a whole number of pixels from 1 to 4096`)
}

function invalid(what: string): ActscopeError {
  return new ActscopeError('input-invalid', `Preprocessing: ${what}.`)
}
