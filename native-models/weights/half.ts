/**
 * IEEE 754 binary16 (sign 1, exponent 5, fraction 10) to binary32 (1, 8, 23), on bit patterns,
 * so that every value, signed zero, infinity and NaN payload included, is exact.
 */

/** Widens 16 bits of a half to 32 bits of a float. Every half has an exact float. */
export function halfBitsToFloatBits(half: number): number {
  const sign = (half & 0x8000) << 16
  const exponent = (half >>> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 0x1f) return (sign | 0x7f800000 | (fraction << 13)) >>> 0
  if (exponent !== 0) return (sign | ((exponent + 112) << 23) | (fraction << 13)) >>> 0
  if (fraction === 0) return sign >>> 0
  // A subnormal half (fraction * 2^-24) is a normal float: move its highest bit to where the implicit one stands.
  const shift = Math.clz32(fraction) - 21
  return (sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13)) >>> 0
}
