import type { ByteCursor } from './byte-cursor.ts'
import type { Operation, PickleMachine } from './pickle-machine.ts'
import { describeCall, recognize, refusedGlobal } from './pickle-globals.ts'
import { isKind, nothing, type Nothing, type PickleGlobal, type PickleValue } from './pickle-values.ts'
import { refuse } from './refuse.ts'

const longestName = 1000

/** Operations that name something: values of before, storages, classes; and what would be calls in Python. */
export const references: readonly Operation[] = [
  [0x71, 'BINPUT', (machine) => keep(machine, machine.cursor.uint8())],
  [0x72, 'LONG_BINPUT', (machine) => keep(machine, machine.cursor.uint32())],
  [0x94, 'MEMOIZE', (machine) => keep(machine, machine.memo.size)],
  [0x68, 'BINGET', (machine) => recall(machine, machine.cursor.uint8())],
  [0x6a, 'LONG_BINGET', (machine) => recall(machine, machine.cursor.uint32())],

  [0x51, 'BINPERSID', ({ stack, load }) => load(stack.pop())],
  [0x63, 'GLOBAL', ({ cursor }) => recognize(...globalLines(cursor), cursor.source)],
  [0x93, 'STACK_GLOBAL', ({ cursor, stack }) => stackGlobal(stack.take(2), cursor.source)],
  [0x69, 'INST', ({ cursor }) => refuseCall(globalLines(cursor).join('.'), cursor.source)],
  [0x6f, 'OBJ', ({ cursor, stack }) => refuseCall(nameOf(stack.popMark()[0]), cursor.source)],

  [0x52, 'REDUCE', ({ cursor, stack }) => call(stack.take(2), cursor.source)],
  [0x81, 'NEWOBJ', ({ cursor, stack }) => call(stack.take(2), cursor.source)],
  [0x92, 'NEWOBJ_EX', ({ cursor, stack }) => call(stack.take(3), cursor.source)],
  [0x62, 'BUILD', (machine) => setAttributes(machine)],
]

function keep({ memo, stack }: PickleMachine, index: number): Nothing {
  memo.set(index, stack.top())
  return nothing
}

function recall({ memo, cursor }: PickleMachine, index: number): PickleValue {
  const value = memo.get(index)
  if (value === undefined) throw refuse(cursor.source, `recalls value ${index}, which it never kept`)
  return value
}

function globalLines(cursor: ByteCursor): [module: string, name: string] {
  return [cursor.line(longestName), cursor.line(longestName)]
}

function stackGlobal([module, name]: readonly PickleValue[], source: string): PickleGlobal {
  if (typeof module === 'string' && typeof name === 'string') return recognize(module, name, source)
  throw refuse(source, 'names a class by something that is not text')
}

function call([callee, args]: readonly PickleValue[], source: string): PickleValue {
  if (!isKind(args, 'tuple')) throw refuse(source, 'has a call without its arguments')
  return describeCall(callee!, args.items, source)
}

function refuseCall(name: string, source: string): never {
  throw refusedGlobal(name, source)
}

function nameOf(value: PickleValue | undefined): string {
  return isKind(value, 'global') ? value.name : 'an object'
}

/** Attributes, such as the `_metadata` of a state dict, matter to no weights. */
function setAttributes({ stack, cursor }: PickleMachine): Nothing {
  stack.pop()
  const value = stack.top()
  if (isKind(value, 'dict') || isKind(value, 'tensor') || isKind(value, 'inert')) return nothing
  throw refuse(cursor.source, 'sets attributes of something that has none')
}
