import { refuse } from './refuse.ts'

/** Reads little-endian fields of a file one after another. Every read beyond the end throws `weights-unreadable`. */
export class ByteCursor {
  readonly source: string
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at: number

  constructor(bytes: Uint8Array, source: string, at = 0) {
    this.source = source
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#at = at
  }

  get at(): number {
    return this.#at
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1))
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true)
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true)
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true)
  }

  /** A size or an offset, which no file on earth has beyond 2^53. */
  uint64(): number {
    const value = this.#view.getBigUint64(this.#advance(8), true)
    if (value > Number.MAX_SAFE_INTEGER) throw refuse(this.source, `claims a size of ${value} bytes`)
    return Number(value)
  }

  /** Big-endian, as pickles store floats. */
  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false)
  }

  /** A view, not a copy. */
  bytes(count: number): Uint8Array {
    const from = this.#advance(count)
    return this.#bytes.subarray(from, from + count)
  }

  text(count: number): string {
    return this.#decode(this.bytes(count))
  }

  /** Text up to the next line feed, which is passed over. */
  line(longest: number): string {
    const length = this.#bytes.subarray(this.#at, this.#at + longest).indexOf(0x0a)
    if (length < 0) throw refuse(this.source, `has a line without an end at byte ${this.#at}`)
    const text = this.text(length)
    this.#at++
    return text
  }

  #advance(count: number): number {
    const from = this.#at
    if (count > this.#bytes.length - from) {
      throw refuse(this.source, `ends at byte ${this.#bytes.length}, where ${count} more at ${from} are needed`)
    }
    this.#at = from + count
    return from
  }

  #decode(bytes: Uint8Array): string {
    try {
      return utf8.decode(bytes)
    } catch {
      throw refuse(this.source, `has text before byte ${this.#at} that is not UTF-8`)
    }
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
