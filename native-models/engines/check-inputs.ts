import { ActscopeError } from '../errors.ts'
import type { EngineTensor, TensorInfo, Tensors } from './engine.ts'

const brackets = (shape: readonly (number | string)[]): string => `[${shape.join(', ')}]`

/** Whether `shape` fits; an open dimension takes any size, the same one wherever its name returns in this run. */
function fits(shape: readonly number[], wanted: TensorInfo['shape'], open: Map<string, number>): boolean {
  if (shape.length !== wanted.length) return false
  return wanted.every((want, axis) => {
    const size = shape[axis]!
    if (!Number.isInteger(size) || size < 1) return false
    if (typeof want === 'number') return size === want
    if (want === '') return true // an open dimension without a name
    const seen = open.get(want) ?? size
    open.set(want, seen)
    return seen === size
  })
}

function problem(info: TensorInfo, tensor: EngineTensor, open: Map<string, number>): string | undefined {
  const { name, type, shape } = info
  if (tensor.type !== type) return `input ${name} is ${tensor.type}, it must be ${type} ${brackets(shape)}`
  if (!fits(tensor.shape, shape, open))
    return `input ${name} has the shape ${brackets(tensor.shape)}, it must be ${brackets(shape)}`
  const wantedClass = type === 'float32' ? Float32Array : Uint8Array
  if (!(tensor.data instanceof wantedClass)) return `the data of input ${name} is not a ${wantedClass.name}`
  const size = tensor.shape.reduce((product, dim) => product * dim, 1)
  if (tensor.data.length !== size)
    return `input ${name} has ${tensor.data.length} values, its shape ${brackets(tensor.shape)} needs ${size}`
  return undefined
}

/**
 * Refuses inputs that are not what a session needs, before a native library sees them.
 * @throws ActscopeError `input-invalid` that names the model, the input, what it is and what it must be
 */
export function checkInputs(model: string, wanted: readonly TensorInfo[], inputs: Tensors): void {
  const hint = `${model} needs ${wanted.map(({ name, type, shape }) => `${name}: ${type} ${brackets(shape)}`).join(', ')}.`
  const refuse = (what: string): never => {
    throw new ActscopeError('input-invalid', `${model}: ${what}.`, { hint })
  }
  const known = new Set(wanted.map(({ name }) => name))
  const stranger = Object.keys(inputs).find((name) => !known.has(name))
  if (stranger !== undefined) refuse(`there is no input ${stranger}`)
  const open = new Map<string, number>()
  for (const info of wanted) {
    const tensor = inputs[info.name]
    const what = tensor === undefined ? `the input ${info.name} is missing` : problem(info, tensor, open)
    if (what !== undefined) refuse(what)
  }
}
