import { ActscopeError } from '../../errors.ts'

/** One field of a protocol-buffers message that is being read. */
export interface Field {
  readonly number: number
  /** 0 varint, 1 eight bytes, 2 bytes with a length, 5 four bytes. */
  readonly wire: number
  /** Of a varint; two's complement of 64 bits. */
  readonly value: bigint
  /** Of anything else: what it holds, a view of the file. */
  readonly bytes: Uint8Array
  /** With its tag, as it stands in the file. */
  readonly whole: Uint8Array
}

const nothing = new Uint8Array(0)

/** No network has so many parts; a file of two gigabytes could have a billion, and would take hours to be looked through. */
const fieldLimit = 4_000_000

/**
 * Reads protocol buffers that are not trusted: every length is held against what is there, and nothing is copied. One reader
 * for a whole file, as it counts.
 */
export class FieldReader {
  #left = fieldLimit

  /** The fields of a message by number. */
  byNumber(message: Uint8Array): FieldMap {
    const map = new Map<number, Field[]>()
    for (const field of this.fields(message)) {
      const known = map.get(field.number)
      if (known === undefined) map.set(field.number, [field])
      else known.push(field)
    }
    return new FieldMap(map)
  }

  /** The fields of a message, in order. Throws `model-refused`. */
  *fields(message: Uint8Array): Generator<Field, void, void> {
    let at = 0
    const varint = (): bigint => {
      let value = 0n
      for (let shift = 0n; shift < 70n; shift += 7n) {
        const byte = message[at++]
        if (byte === undefined) break
        value |= BigInt(byte & 0x7f) << shift
        if (byte < 0x80) return BigInt.asUintN(64, value)
      }
      throw damaged('a number in it does not end')
    }
    while (at < message.length) {
      if (this.#left-- === 0) throw damaged(`it has more than ${fieldLimit} parts`)
      const start = at
      const tag = varint()
      const number = Number(tag >> 3n)
      const wire = Number(tag & 7n)
      if (number < 1 || number > 0x1fffffff) throw damaged(`a field in it has the number ${number}`)
      let value = 0n
      let length = 0
      if (wire === 0) value = varint()
      else if (wire === 1) length = 8
      else if (wire === 5) length = 4
      else if (wire === 2) length = Number(varint())
      else throw damaged(`a field in it is of the kind ${wire}`)
      if (length > message.length - at) throw damaged('a part of it ends behind its end: the file is cut off')
      const bytes = length === 0 ? nothing : message.subarray(at, at + length)
      at += length
      yield { number, wire, value, bytes, whole: message.subarray(start, at) }
    }
  }
}

/** Fields by number, asked for by what they must be. What is of another kind than asked for is refused. */
export class FieldMap {
  readonly #fields: ReadonlyMap<number, readonly Field[]>

  constructor(fields: ReadonlyMap<number, readonly Field[]>) {
    this.#fields = fields
  }

  all(number: number): readonly Field[] {
    return this.#fields.get(number) ?? []
  }

  has(number: number): boolean {
    return this.#fields.has(number)
  }

  messages(number: number): readonly Uint8Array[] {
    return this.all(number).map(({ wire, bytes }) => {
      if (wire !== 2) throw damaged('a part of it is a number where a text must be')
      return bytes
    })
  }

  /**
   * A field that is there once at most. Readers disagree on what one that is there twice means: the last, or both merged.
   * A file could show one thing to this check and another to what runs it.
   */
  message(number: number): Uint8Array | undefined {
    const [first, ...more] = this.messages(number)
    if (more.length > 0) throw damaged('a part of it is there twice')
    return first
  }

  text(number: number): string | undefined {
    const bytes = this.message(number)
    return bytes === undefined ? undefined : decoded(bytes)
  }

  texts(number: number): readonly string[] {
    return this.messages(number).map(decoded)
  }

  /** A whole number, signed. */
  integer(number: number): number | undefined {
    const [first, ...more] = this.all(number)
    if (first === undefined) return undefined
    if (first.wire !== 0 || more.length > 0) throw damaged('a number of it is not one number')
    return Number(BigInt.asIntN(64, first.value))
  }

  /** Whole numbers, packed or one by one. */
  integers(number: number): readonly number[] {
    return this.all(number).flatMap(({ wire, value, bytes }) => {
      if (wire === 0) return [Number(BigInt.asIntN(64, value))]
      if (wire === 2) return unpacked(bytes)
      throw damaged('a list of numbers in it is none')
    })
  }

  /** How many numbers a packed list of varints, or of `width` bytes each, has. */
  count(number: number, width: 'varint' | 4 | 8): number {
    let count = 0
    for (const { wire, bytes } of this.all(number)) {
      if (wire !== 2) count += 1
      else if (width === 'varint') for (const byte of bytes) count += byte < 0x80 ? 1 : 0
      else count += bytes.length / width
    }
    return count
  }
}

function unpacked(bytes: Uint8Array): readonly number[] {
  const values: number[] = []
  let value = 0n
  let shift = 0n
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift
    shift += 7n
    if (shift > 70n) throw damaged('a number in it does not end')
    if (byte >= 0x80) continue
    values.push(Number(BigInt.asIntN(64, value)))
    value = 0n
    shift = 0n
  }
  if (shift > 0n) throw damaged('a number in it does not end')
  return values
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw damaged('a text in it is not text')
  }
}

/** `model-refused`: the file is not what it claims to be. Whoever knows its name puts it before this. */
export const damaged = (what: string): ActscopeError =>
  new ActscopeError('model-refused', `it is not a sound ONNX file: ${what}`, {
    hint: 'The file may be damaged or not fully downloaded; fetch it again.',
  })
