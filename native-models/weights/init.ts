import { ActscopeError } from '../errors.ts'
import { hashedUniform } from './hashed-uniform.ts'
import type { Parameter } from '../graph/graph.ts'
import { elementCount } from './tensor.ts'

/**
 * Weights for a network that has not been trained, so that it can run, be timed and be looked at: the usual start of
 * training (He et al. 2015, "Delving Deep into Rectifiers", Eq. 10 with fan-out; PyTorch's default for linear layers).
 * The same seed gives the same numbers. Names say what a tensor is:
 * convolution weight (rank >= 3): normal, std = sqrt(2 / (O * kernel)); linear weight and bias: uniform in
 * +-1 / sqrt(fan-in); batch normalisation: weight 1, bias 0, mean 0, variance 1; convolution bias 0;
 * gamma of self-attention 0 (SAGAN: the block begins as the identity); the taps of an adaptive shift: see `shiftTaps`.
 * Throws `input-invalid` for a name whose last part is none of these.
 */
export function initialiseWeights(params: readonly Parameter[], seed: number): Map<string, Float32Array> {
  const shapes = new Map(params.map(({ name, shape }) => [name, shape]))
  return new Map(params.map((param) => [param.name, initial(param, shapes, seed)]))
}

function initial(param: Parameter, shapes: Map<string, readonly number[]>, seed: number): Float32Array {
  const { name, shape } = param
  const values = new Float32Array(sizeOf(param))
  const { module, leaf } = splitName(name)
  const random = hashedUniform(`${String(seed)}/${name}`)
  if (/(^|\.)shifts\.\d+\.conv\.weight$/.test(name)) return shiftTaps(values)
  if (leaf === 'weight' && shape.length >= 3) {
    const fanOut = (values.length / shape[1]!) | 0
    return fillNormal(values, Math.sqrt(2 / fanOut), random)
  }
  if (leaf === 'weight' && shape.length === 2) return fillUniform(values, 1 / Math.sqrt(shape[1]!), random)
  if (leaf === 'weight' || leaf === 'running_var') return values.fill(1)
  if (leaf === 'bias') {
    const weight = shapes.get(module === '' ? 'weight' : `${module}.weight`)
    return weight?.length === 2 ? fillUniform(values, 1 / Math.sqrt(weight[1]!), random) : values
  }
  if (leaf === 'running_mean' || leaf === 'gamma') return values
  throw unknownLeaf(name)
}

/**
 * Adaptive shift begins as the fixed one (IMG, Eq. 13): the first eighth of the channels takes the next frame, the second
 * the one before, the others stay. [C, 1, 3] is all zeros when this is called.
 */
function shiftTaps(values: Float32Array): Float32Array {
  const channels = values.length / 3
  const fold = Math.floor(channels / 8)
  for (let c = 0; c < channels; c++) values[c * 3 + (c < fold ? 2 : c < 2 * fold ? 0 : 1)] = 1
  return values
}

function fillUniform(values: Float32Array, bound: number, random: (index: number) => number): Float32Array {
  for (let i = 0; i < values.length; i++) values[i] = (2 * random(i) - 1) * bound
  return values
}

/** Box and Muller (1958): two uniform numbers make two normal ones. */
function fillNormal(values: Float32Array, std: number, random: (index: number) => number): Float32Array {
  for (let i = 0; i < values.length; i += 2) {
    const radius = std * Math.sqrt(-2 * Math.log(1 - random(i)))
    const angle = 2 * Math.PI * random(i + 1)
    values[i] = radius * Math.cos(angle)
    if (i + 1 < values.length) values[i + 1] = radius * Math.sin(angle)
  }
  return values
}

export interface GoldenOptions {
  /** Scale of all weights of rank >= 2. */
  readonly gain: number
  /** Scale of the weight of the module named `head`. */
  readonly headGain: number
  readonly head: string
}

/**
 * The weights that the golden vectors were made with: a pure function of a parameter's name, shape and the gains,
 * equal to the bit in PyTorch and here. `fan-in = product(shape[1:])`, u uniform in [0, 1), rounded to float32 last:
 * weight of rank >= 2: (2u - 1) * G * sqrt(3 / fan-in); weight of rank 1 and running_var: 0.75 + 0.5u;
 * bias and running_mean: (2u - 1) * 0.125; gamma: 0.5 + 0.5u.
 * Throws `input-invalid` for a name whose last part is none of these.
 */
export function goldenWeights(params: readonly Parameter[], options: GoldenOptions): Map<string, Float32Array> {
  return new Map(params.map((param) => [param.name, golden(param, options)]))
}

function golden(param: Parameter, options: GoldenOptions): Float32Array {
  const { name, shape } = param
  const values = new Float32Array(sizeOf(param))
  const { module, leaf } = splitName(name)
  const u = hashedUniform(name)
  if (leaf === 'weight' && shape.length >= 2) {
    const gain = module === options.head ? options.headGain : options.gain
    const bound = gain * Math.sqrt(3 / shape.slice(1).reduce((a, b) => a * b, 1))
    return fillUniform(values, bound, u)
  }
  if (leaf === 'weight' || leaf === 'running_var') return values.map((_, i) => 0.75 + 0.5 * u(i))
  if (leaf === 'bias' || leaf === 'running_mean') return fillUniform(values, 0.125, u)
  if (leaf === 'gamma') return values.map((_, i) => 0.5 + 0.5 * u(i))
  throw unknownLeaf(name)
}

/**
 * The clip that goes with {@link goldenWeights}: three layers of noise of different grain (16, 4 and 1 pixels; the coarsest
 * lasts two frames), already normalised. Returns [1, T, 3, H, W] for 'TCHW', [1, 3, T, H, W] for 'CTHW'.
 */
export function goldenInput(T: number, H: number, W: number, layout: 'TCHW' | 'CTHW'): Float32Array {
  const clip = new Float32Array(T * 3 * H * W)
  const [coarse, middle, fine] = [hashedUniform('input.0'), hashedUniform('input.1'), hashedUniform('input.2')]
  for (let t = 0; t < T; t++) {
    for (let c = 0; c < 3; c++) {
      const plane = (layout === 'TCHW' ? t * 3 + c : c * T + t) * H * W
      for (let y = 0; y < H; y++) {
        for (let x = 0; x < W; x++) {
          const j0 = ((Math.floor(t / 2) * 3 + c) * Math.ceil(H / 16) + Math.floor(y / 16)) * Math.ceil(W / 16)
          const j1 = ((t * 3 + c) * Math.ceil(H / 4) + Math.floor(y / 4)) * Math.ceil(W / 4)
          const j2 = ((t * 3 + c) * H + y) * W + x
          clip[plane + y * W + x] =
            1.25 * (2 * coarse(j0 + Math.floor(x / 16)) - 1) +
            0.5 * (2 * middle(j1 + Math.floor(x / 4)) - 1) +
            0.25 * (2 * fine(j2) - 1)
        }
      }
    }
  }
  return clip
}

function splitName(name: string): { module: string; leaf: string } {
  const dot = name.lastIndexOf('.')
  return { module: name.slice(0, Math.max(dot, 0)), leaf: name.slice(dot + 1) }
}

function sizeOf({ name, shape }: Parameter): number {
  const count = elementCount(shape)
  if (count === undefined)
    throw new ActscopeError('input-invalid', `Parameter ${name} has no shape: [${shape.join(',')}].`)
  return count
}

function unknownLeaf(name: string): ActscopeError {
  return new ActscopeError('input-invalid', `Parameter ${name} is of no kind that can be initialised.`, {
    hint: 'A name ends in weight, bias, running_mean, running_var or gamma.',
  })
}
