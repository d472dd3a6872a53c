import type { Dtype } from '../tensor.ts'

// What a checkpoint's pickle can hold. Nothing here does anything: a class is its name, a call is what it would describe.

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleList
  | PickleTuple
  | PickleDict
  | PickleGlobal
  | Storage
  | StoredTensor
  | Inert

export interface PickleList {
  readonly kind: 'list'
  readonly items: PickleValue[]
}

export interface PickleTuple {
  readonly kind: 'tuple'
  readonly items: readonly PickleValue[]
}

export interface PickleDict {
  readonly kind: 'dict'
  readonly entries: Map<PickleValue, PickleValue>
}

/** A class or function that is recognized, by its full name: `torch._utils._rebuild_tensor_v2`. */
export interface PickleGlobal {
  readonly kind: 'global'
  readonly name: string
}

/** Numbers that lie elsewhere in the file, under `key`. */
export interface Storage {
  readonly kind: 'storage'
  readonly key: string
  readonly dtype: Dtype
  /** Elements, not bytes. */
  readonly count: number
}

/** A window on a storage; offset and strides count elements. It lies within the storage: that was checked. */
export interface StoredTensor {
  readonly kind: 'tensor'
  readonly storage: Storage
  readonly offset: number
  readonly shape: readonly number[]
  readonly strides: readonly number[]
}

/** Something that no weights depend on: bytes, a set, a NumPy number, the options of a training. */
export interface Inert {
  readonly kind: 'inert'
}

export const inert: Inert = { kind: 'inert' }

/** What an operation makes that makes no value. */
export const nothing = Symbol('nothing')
export type Nothing = typeof nothing

type Kind = Extract<PickleValue, { readonly kind: string }>['kind']

export function isKind<K extends Kind>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<PickleValue, { readonly kind: K }> {
  return typeof value === 'object' && value !== null && value.kind === kind
}
