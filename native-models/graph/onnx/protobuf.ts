/**
 * A protocol-buffers message being written: its pieces, concatenated once at the end, so that weights of hundreds of
 * megabytes are copied one time only. Field numbers are those of onnx.proto.
 */
export class Message {
  readonly #pieces: Uint8Array[] = []
  #length = 0

  varint(field: number, value: number | bigint): this {
    return this.#tag(field, 0).#append(varintBytes(BigInt(value)))
  }

  float(field: number, value: number): this {
    return this.#tag(field, 5).#append(new Uint8Array(new Float32Array([value]).buffer))
  }

  /** The bytes are not copied before `finish`. */
  bytes(field: number, value: Uint8Array): this {
    return this.#tag(field, 2)
      .#append(varintBytes(BigInt(value.length)))
      .#append(value)
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value))
  }

  message(field: number, value: Message): this {
    this.#tag(field, 2).#append(varintBytes(BigInt(value.#length)))
    for (const piece of value.#pieces) this.#append(piece)
    return this
  }

  /** Fields that are already written, such as those of another file. */
  written(fields: Uint8Array): this {
    return this.#append(fields)
  }

  finish(): Uint8Array {
    const whole = new Uint8Array(this.#length)
    let offset = 0
    for (const piece of this.#pieces) {
      whole.set(piece, offset)
      offset += piece.length
    }
    return whole
  }

  #tag(field: number, wireType: number): this {
    return this.#append(varintBytes(BigInt((field << 3) | wireType)))
  }

  #append(piece: Uint8Array): this {
    this.#pieces.push(piece)
    this.#length += piece.length
    return this
  }
}

function varintBytes(value: bigint): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, value)
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  bytes.push(Number(rest))
  return Uint8Array.from(bytes)
}
