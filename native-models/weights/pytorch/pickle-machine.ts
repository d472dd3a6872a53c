import type { ByteCursor } from './byte-cursor.ts'
import type { PickleStack } from './pickle-stack.ts'
import type { Nothing, PickleValue } from './pickle-values.ts'

/** Python's unpickler with nothing to run. */
export interface PickleMachine {
  readonly cursor: ByteCursor
  readonly stack: PickleStack
  readonly memo: Map<number, PickleValue>
  readonly load: PersistentLoad
}

/** What a persistent id stands for; torch keeps its storages under them. */
export type PersistentLoad = (id: PickleValue) => PickleValue

/** An opcode of Python's pickletools, its name there, and what it does: what it makes is pushed. */
export type Operation = readonly [opcode: number, name: string, run: (machine: PickleMachine) => PickleValue | Nothing]
