import type { ByteCursor } from './byte-cursor.ts'
import type { Operation } from './pickle-machine.ts'
import { inert, nothing, type Inert, type Nothing } from './pickle-values.ts'
import { refuse } from './refuse.ts'

const longestInteger = 256

/** Operations that make a value of the bytes that follow; bytes themselves are passed over. */
export const literals: readonly Operation[] = [
  [0x4e, 'NONE', () => null],
  [0x88, 'NEWTRUE', () => true],
  [0x89, 'NEWFALSE', () => false],
  [0x4b, 'BININT1', ({ cursor }) => cursor.uint8()],
  [0x4d, 'BININT2', ({ cursor }) => cursor.uint16()],
  [0x4a, 'BININT', ({ cursor }) => cursor.int32()],
  [0x8a, 'LONG1', ({ cursor }) => integer(cursor, cursor.uint8())],
  [0x8b, 'LONG4', ({ cursor }) => integer(cursor, cursor.uint32())],
  [0x47, 'BINFLOAT', ({ cursor }) => cursor.float64()],
  [0x8c, 'SHORT_BINUNICODE', ({ cursor }) => cursor.text(cursor.uint8())],
  [0x58, 'BINUNICODE', ({ cursor }) => cursor.text(cursor.uint32())],
  [0x8d, 'BINUNICODE8', ({ cursor }) => cursor.text(cursor.uint64())],
  [0x55, 'SHORT_BINSTRING', ({ cursor }) => cursor.text(cursor.uint8())], // str of Python 2
  [0x54, 'BINSTRING', ({ cursor }) => cursor.text(cursor.uint32())],
  [0x43, 'SHORT_BINBYTES', ({ cursor }) => skip(cursor, cursor.uint8())],
  [0x42, 'BINBYTES', ({ cursor }) => skip(cursor, cursor.uint32())],
  [0x8e, 'BINBYTES8', ({ cursor }) => skip(cursor, cursor.uint64())],

  [0x80, 'PROTO', ({ cursor }) => checkProtocol(cursor)],
  [0x95, 'FRAME', ({ cursor }) => passFrame(cursor)],
]

/** Little-endian two's complement; a bigint where a number would not be exact. */
function integer(cursor: ByteCursor, size: number): number | bigint {
  if (size > longestInteger) throw refuse(cursor.source, `has an integer of ${size} bytes`)
  const unsigned = cursor.bytes(size).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
  const value = BigInt.asIntN(8 * size, unsigned)
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

function skip(cursor: ByteCursor, size: number): Inert {
  cursor.bytes(size)
  return inert
}

function checkProtocol(cursor: ByteCursor): Nothing {
  const version = cursor.uint8()
  if (version < 2 || version > 5) throw refuse(cursor.source, `has a pickle of protocol ${version}`)
  return nothing
}

/** A size, for readers of streams. */
function passFrame(cursor: ByteCursor): Nothing {
  cursor.uint64()
  return nothing
}
