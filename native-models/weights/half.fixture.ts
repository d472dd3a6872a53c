/** The way back, and numbers for bits: what the tests check half.ts by. */
import { halfBitsToFloatBits } from './half.ts'

/** Narrows 32 bits of a float to 16 bits of a half: to nearest, ties to even; what is too large becomes infinity. */
export function floatBitsToHalfBits(float: number): number {
  const sign = (float >>> 16) & 0x8000
  const exponent = (float >>> 23) & 0xff
  const fraction = float & 0x7fffff
  if (exponent === 0xff) {
    if (fraction === 0) return sign | 0x7c00
    const payload = fraction >>> 13
    return sign | 0x7c00 | (payload === 0 ? 0x200 : payload) // a NaN must not turn into infinity
  }
  // Rounding up may carry from the fraction into the exponent; the sum is then right as it stands, up to infinity.
  if (exponent > 142) return sign | 0x7c00
  if (exponent > 112) return sign | (((exponent - 112) << 10) + shiftToEven(fraction, 13))
  if (exponent < 102) return sign // below half of the smallest subnormal, 2^-25
  return sign | shiftToEven(fraction | 0x800000, 126 - exponent)
}

/** value / 2^bits, rounded to nearest, ties to even. */
function shiftToEven(value: number, bits: number): number {
  const whole = value >>> bits
  const rest = value - whole * 2 ** bits
  const half = 2 ** (bits - 1)
  return rest > half || (rest === half && (whole & 1) === 1) ? whole + 1 : whole
}

/** The float that 16 bits of a half stand for. */
export function halfToFloat(half: number): number {
  scratchBits[0] = halfBitsToFloatBits(half)
  return scratch[0]!
}

/** 16 bits of the half nearest to a float32 (a double is rounded to float32 first). */
export function floatToHalf(value: number): number {
  scratch[0] = value
  return floatBitsToHalfBits(scratchBits[0]!)
}

const scratch = new Float32Array(1)
const scratchBits = new Uint32Array(scratch.buffer)
