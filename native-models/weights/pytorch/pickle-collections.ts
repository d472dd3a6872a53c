import type { Operation, PickleMachine } from './pickle-machine.ts'
import {
  inert,
  isKind,
  nothing,
  type Inert,
  type Nothing,
  type PickleTuple,
  type PickleValue,
} from './pickle-values.ts'
import { refuse } from './refuse.ts'

/** Operations that gather values: tuples, lists, dictionaries and sets; what is in a set is of no use here. */
export const collections: readonly Operation[] = [
  [0x28, 'MARK', mark],
  [0x30, 'POP', pop],
  [0x31, 'POP_MARK', popMark],

  [0x29, 'EMPTY_TUPLE', () => tuple([])],
  [0x85, 'TUPLE1', ({ stack }) => tuple(stack.take(1))],
  [0x86, 'TUPLE2', ({ stack }) => tuple(stack.take(2))],
  [0x87, 'TUPLE3', ({ stack }) => tuple(stack.take(3))],
  [0x74, 'TUPLE', ({ stack }) => tuple(stack.popMark())],

  [0x5d, 'EMPTY_LIST', () => ({ kind: 'list', items: [] })],
  [0x61, 'APPEND', (machine) => append(machine, machine.stack.take(1))],
  [0x65, 'APPENDS', (machine) => append(machine, machine.stack.popMark())],

  [0x7d, 'EMPTY_DICT', () => ({ kind: 'dict', entries: new Map() })],
  [0x73, 'SETITEM', (machine) => setItems(machine, machine.stack.take(2))],
  [0x75, 'SETITEMS', (machine) => setItems(machine, machine.stack.popMark())],

  [0x8f, 'EMPTY_SET', () => inert],
  [0x90, 'ADDITEMS', (machine) => append(machine, machine.stack.popMark())],
  [0x91, 'FROZENSET', frozenSet],
]

function mark({ stack }: PickleMachine): Nothing {
  stack.mark()
  return nothing
}

function pop({ stack }: PickleMachine): Nothing {
  stack.pop()
  return nothing
}

function popMark({ stack }: PickleMachine): Nothing {
  stack.popMark()
  return nothing
}

function tuple(items: readonly PickleValue[]): PickleTuple {
  return { kind: 'tuple', items }
}

function frozenSet({ stack }: PickleMachine): Inert {
  stack.popMark()
  return inert
}

function append({ stack, cursor }: PickleMachine, items: readonly PickleValue[]): Nothing {
  const list = stack.top()
  if (isKind(list, 'list')) for (const item of items) list.items.push(item)
  else if (!isKind(list, 'inert')) throw refuse(cursor.source, 'appends to something that is not a list')
  return nothing
}

function setItems({ stack, cursor }: PickleMachine, items: readonly PickleValue[]): Nothing {
  const dict = stack.top()
  if (items.length % 2 !== 0) throw refuse(cursor.source, 'has a dictionary with a key without a value')
  if (isKind(dict, 'dict')) for (let i = 0; i < items.length; i += 2) dict.entries.set(items[i]!, items[i + 1]!)
  else if (!isKind(dict, 'inert')) throw refuse(cursor.source, 'sets entries of something that is not a dictionary')
  return nothing
}
