import type { Matrix } from './time-filter.ts'

/** A convolution's weight [channels, inputs, taps, area], each of them one number; in `groups`. */
export interface VolumeWeight {
  readonly data: Float32Array
  readonly channels: number
  /** Channels that one group reads. */
  readonly inputs: number
  readonly taps: number
  /** kH * kW */
  readonly area: number
  readonly groups: number
}

/** A factor and an offset for each channel that comes out: a batch norm with its statistics, or a bias. */
export interface Scale {
  readonly factor: Float32Array
  readonly offset: Float32Array
}

/** (y - mean) / sqrt(variance + epsilon) * weight + bias as a factor and an offset. */
export function scaleOf(
  norm: { weight: Float32Array; bias: Float32Array; mean: Float32Array; variance: Float32Array },
  epsilon: number,
): Scale {
  const factor = norm.weight.map((weight, c) => weight / Math.sqrt(norm.variance[c]! + epsilon))
  return { factor, offset: norm.bias.map((bias, c) => bias - norm.mean[c]! * factor[c]!) }
}

/**
 * The weight of a 2D convolution that makes all products of a time filter, one group for each (times `groups`):
 * [products * channels, inputs * merge + more, area]. `merge` groups become one, zeros between them; `more` inputs are zeros.
 */
export function productWeights(
  weight: VolumeWeight,
  mix: Matrix,
  factor: Float32Array,
  { merge, more }: { readonly merge: number; readonly more: number },
): Float32Array {
  const { data, channels, inputs, taps, area, groups } = weight
  const outputs = channels / groups
  const wide = inputs * merge + more
  const made = new Float32Array(mix.length * channels * wide * area)
  mix.forEach((shares, product) => {
    const row = Float64Array.from(shares)
    for (let o = 0; o < channels; o++) {
      const place = ((product * channels + o) * wide + (Math.floor(o / outputs) % merge) * inputs) * area
      const scale = factor[o]!
      for (let i = 0; i < inputs; i++)
        for (let a = 0; a < area; a++) {
          let sum = 0 // in float64, rounded once
          let from = (o * inputs + i) * taps * area + a
          for (let k = 0; k < taps; k++, from += area) sum += row[k]! * data[from]!
          made[place + i * area + a] = sum * scale
        }
    }
  })
  return made
}

/** The weight of a 2D convolution that reads the frames of all taps side by side: [channels, taps' * inputs, area]. */
export function stackedWeights({ data, channels, inputs, taps, area }: VolumeWeight, used: Matrix): Float32Array {
  const made = new Float32Array(channels * used.length * inputs * area)
  used.forEach((row, product) => {
    const k = row.indexOf(1)
    if (k < 0) return
    for (let o = 0; o < channels; o++)
      for (let i = 0; i < inputs; i++) {
        const from = ((o * inputs + i) * taps + k) * area
        made.set(data.subarray(from, from + area), ((o * used.length + product) * inputs + i) * area)
      }
  })
  return made
}

/** Each channel's weights times its factor, [channels, ...]. */
export function scaled(weights: Float32Array, factor: Float32Array): Float32Array {
  const each = weights.length / factor.length
  return weights.map((value, i) => value * factor[Math.floor(i / each)]!)
}
