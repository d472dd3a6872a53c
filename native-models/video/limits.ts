/** What a picture may be at most. A header of a few bytes can ask for any size; memory is not given to such a claim. */
export const maxSide = 16_384
export const maxPixels = 100_000_000

/** True for a picture that this machine is willing to hold. */
export function sizeAllowed(width: number, height: number): boolean {
  return width > 0 && height > 0 && width <= maxSide && height <= maxSide && width * height <= maxPixels
}
