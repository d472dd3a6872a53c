import type { ByteCursor } from './byte-cursor.ts'
import type { PersistentLoad } from './pickle-machine.ts'
import { collections } from './pickle-collections.ts'
import { literals } from './pickle-literals.ts'
import { references } from './pickle-references.ts'
import { PickleStack } from './pickle-stack.ts'
import { nothing, type PickleValue } from './pickle-values.ts'
import { refuse } from './refuse.ts'

/** A tensor of a state dict takes about 30, its optimizer's two about 60 more. */
const operationLimit = 1_000_000
const stop = 0x2e

const operations = new Map([...literals, ...collections, ...references].map(([opcode, , run]) => [opcode, run]))

/**
 * Reads one pickle (protocols 2 to 5, as torch.save writes them) into inert values; the cursor is left behind it.
 * Throws `weights-unreadable` for operations and globals that real checkpoints do not hold, and for more operations,
 * values or nesting than any has.
 */
export function readPickle(cursor: ByteCursor, load: PersistentLoad): PickleValue {
  const { source } = cursor
  const machine = { cursor, stack: new PickleStack(source), memo: new Map<number, PickleValue>(), load }
  for (let i = 0; i < operationLimit; i++) {
    const opcode = cursor.uint8()
    if (opcode === stop) return machine.stack.pop()
    const run = operations.get(opcode)
    if (run === undefined) {
      const code = `0x${opcode.toString(16).padStart(2, '0')}`
      throw refuse(source, `has the pickle operation ${code} at byte ${cursor.at - 1}, which torch.save does not write`)
    }
    const value = run(machine)
    if (value !== nothing) machine.stack.push(value)
  }
  throw refuse(source, `has a pickle of more than ${operationLimit} operations`)
}
