import { ActscopeError } from '../../errors.ts'
import { bindWeights } from '../bind.ts'
import { initialiseWeights } from '../init.ts'
import { some } from '../../text.ts'
import type { Parameter } from '../../graph/graph.ts'
import type { Tensor } from '../tensor.ts'
import { sameShape } from './rename.ts'

export interface Mismatch {
  readonly name: string
  /** The shape of the file's tensor. */
  readonly has: readonly number[]
  /** The shape of the network's parameter. */
  readonly needs: readonly number[]
}

/** How a file's tensors fit a network, by names: the first three lists are all its parameters, in its order. */
export interface Fit {
  readonly taken: readonly string[]
  readonly missing: readonly string[]
  readonly mismatched: readonly Mismatch[]
  /** What the file has and the network does not know. */
  readonly unexpected: readonly string[]
}

export interface InitialiseOptions {
  /** What the file does not have, or in another shape, keeps its initial numbers. Otherwise it is refused. */
  readonly partial?: boolean
  /** Numbers before this file: those of another file, or, by default, those that training begins with. */
  readonly initial?: ReadonlyMap<string, Float32Array>
}

export interface Initialised {
  readonly weights: Map<string, Float32Array>
  readonly fit: Fit
}

/** Compares names and shapes. PyTorch's batch counters are not minded. */
export function fitOf(wanted: readonly Parameter[], tensors: ReadonlyMap<string, Tensor>): Fit {
  const taken: string[] = []
  const missing: string[] = []
  const mismatched: Mismatch[] = []
  for (const { name, shape } of wanted) {
    const has = tensors.get(name)?.shape
    if (has === undefined) missing.push(name)
    else if (sameShape(has, shape)) taken.push(name)
    else mismatched.push({ name, has, needs: shape })
  }
  const known = new Set(wanted.map(({ name }) => name))
  const unexpected = [...tensors.keys()].filter((name) => !known.has(name) && !/(^|\.)num_batches_tracked$/.test(name))
  return { taken, missing, mismatched, unexpected }
}

/**
 * Gives a network's parameters the numbers of a file, by name and shape, and says what became of each. With `partial` a
 * second call may go on where the first ended: a 2D trunk from ImageNet, then a 3D part from Kinetics, as the papers do.
 * Throws `weights-mismatch` where nothing fits, where a tensor that fits is not finite, and, without `partial`, where
 * not everything fits.
 */
export function initialiseFrom(
  wanted: readonly Parameter[],
  tensors: ReadonlyMap<string, Tensor>,
  source: string,
  options: InitialiseOptions = {},
): Initialised {
  const fit = fitOf(wanted, tensors)
  const whole = fit.taken.length === wanted.length
  if (fit.taken.length === 0 || (!whole && options.partial !== true)) throw misfit(fit, source)
  const taken = new Set(fit.taken)
  const rest = wanted.filter(({ name }) => !taken.has(name) && options.initial?.has(name) !== true)
  const fitting = wanted.filter(({ name }) => taken.has(name))
  const found = bindWeights(fitting, tensors, source, { allowUnexpected: true })
  const numbers = new Map([...(options.initial ?? []), ...initialiseWeights(rest, seed), ...found])
  return { weights: new Map(wanted.map(({ name }) => [name, numbers.get(name)!])), fit }
}

const seed = 0

/** "x.pth does not fit: 2 tensors are missing (a, b); 1 has another shape (fc.weight is [400,512], not [51,512])." */
export function misfit({ taken, missing, mismatched, unexpected }: Fit, source: string): ActscopeError {
  const shapes = mismatched.map(({ name, has, needs }) => `${name} is [${has.join(',')}], not [${needs.join(',')}]`)
  const parts = [
    taken.length === 0 ? 'no tensor has the name and shape of a parameter' : '',
    missing.length > 0 ? `${missing.length} missing (${some(missing)})` : '',
    shapes.length > 0 ? `${shapes.length} of another shape (${some(shapes)})` : '',
    unexpected.length > 0 ? `${unexpected.length} unknown (${some(unexpected)})` : '',
  ]
  return new ActscopeError(
    'weights-mismatch',
    `${source} does not fit: ${parts.filter((part) => part !== '').join('; ')}.`,
    {
      hint:
        taken.length === 0
          ? 'These weights belong to another network or variant.'
          : 'To begin a training with what does fit, ask for a partial initialisation (--partial).',
    },
  )
}
