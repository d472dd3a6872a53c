import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { decodeMessage, encodeMessage, largestFrame } from './wire.ts'

const floats = fc.float32Array({ maxLength: 9 })
const bytes = fc.uint8Array({ maxLength: 9 })
/** No -0: JSON has none. */
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
const key = fc.string({ unit: 'binary' }).filter((name) => name !== '__proto__')
const { message } = fc.letrec<{ message: unknown }>((tie) => ({
  message: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, false),
    number,
    fc.string({ unit: 'binary' }),
    bytes,
    floats,
    fc.array(tie('message'), { maxLength: 4 }),
    fc.dictionary(key, tie('message'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))

/** A frame with this header, and these bytes after it. */
function frame(header: unknown, rest: readonly number[] = []): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const made = new Uint8Array(4 + text.length + rest.length)
  new DataView(made.buffer).setUint32(0, text.length, true)
  made.set(text, 4)
  made.set(rest, 4 + text.length)
  return made
}

/** A header whose length leaves the arrays without a gap. */
function padded(header: object): string {
  const text = JSON.stringify(header)
  return text + ' '.repeat((4 - (text.length % 4)) % 4)
}

describe('a message crosses as one frame', () => {
  test('and is the same afterwards', () => {
    fc.assert(
      fc.property(message, (sent) => {
        assert.deepEqual(decodeMessage(encodeMessage(sent)), sent)
      }),
      { numRuns: 500 },
    )
  })

  test('wherever the frame lies in its buffer, and with arrays that own theirs', () => {
    const sent = { type: 'x', rgb: Uint8Array.of(1, 2, 3), scores: Float32Array.of(0.5, -1, Infinity, NaN) }
    const encoded = encodeMessage(sent)
    for (const offset of [1, 2, 3, 4]) {
      const around = new Uint8Array(encoded.length + offset + 5)
      around.set(encoded, offset)
      // What arrives in Node is a Buffer, which behaves otherwise in small things.
      for (const arrived of [around, Buffer.from(around.buffer)]) {
        const got = decodeMessage(arrived.subarray(offset, offset + encoded.length)) as typeof sent
        assert.deepEqual(got, sent)
        assert.equal(got.rgb.buffer.byteLength, 3)
        assert.equal(got.scores.buffer.byteLength, 16)
      }
    }
  })

  test('a part of a larger array is sent alone, and a Buffer arrives as a Uint8Array', () => {
    const whole = Float32Array.of(1, 2, 3, 4)
    const got = decodeMessage(encodeMessage([whole.subarray(1, 3), Buffer.from('hi')]))
    assert.deepEqual(got, [Float32Array.of(2, 3), Uint8Array.of(104, 105)])
  })

  test('what is undefined is left out, as JSON does', () => {
    const got = decodeMessage(encodeMessage({ a: undefined, b: [undefined], c: Infinity }))
    assert.deepEqual(got, { b: [null], c: null })
  })
})

test('what is no message is not sent', () => {
  let deep: unknown = 1
  for (let i = 0; i < 33; i++) deep = [deep]
  const cycle: Record<string, unknown> = {}
  cycle['self'] = cycle
  const proto: unknown = JSON.parse('{"__proto__": 1}')
  const many = Array.from({ length: 1025 }, () => new Uint8Array(0))
  for (const wrong of [undefined, 1n, () => 1, Symbol('x'), new Date(), new Map(), new Float64Array(1), [new Date()]])
    assert.throws(() => encodeMessage(wrong), Error)
  for (const wrong of [deep, cycle, proto, many, new Uint8Array(largestFrame)])
    assert.throws(() => encodeMessage(wrong), Error)
})

describe('what is no frame throws an Error', () => {
  test('any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (some) => {
        assert.throws(() => decodeMessage(some), /not a frame/)
      }),
    )
  })

  test('any header at all', () => {
    fc.assert(
      fc.property(fc.json(), fc.array(fc.nat(255)), (json, rest) => {
        assert.throws(() => decodeMessage(frame(json, rest)), /not a frame/)
      }),
    )
  })

  test('a good frame of which one byte was changed is another message, or none', () => {
    const good = encodeMessage({ type: 'x', pictures: [{ rgb: Uint8Array.of(1, 2, 3) }], p: Float32Array.of(1) })
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const spoilt = good.slice()
        spoilt[at] = byte
        try {
          decodeMessage(spoilt)
        } catch (error) {
          assert.match((error as Error).message, /^not a frame: /)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('a frame that was cut off, or has more than it says', () => {
    const good = encodeMessage({ rgb: Uint8Array.of(1, 2, 3) })
    for (let length = 0; length < good.length; length++)
      assert.throws(() => decodeMessage(good.subarray(0, length)), /not a frame/)
    assert.throws(() => decodeMessage(Uint8Array.of(...good, 0)), /not a frame/)
    assert.throws(() => decodeMessage(new Uint8Array(largestFrame + 1)), /too large/)
  })

  test('arrays without a place, of unknown kinds, or of lengths that lie', () => {
    const part = { at: ['a'], kind: 'u8', bytes: 4 }
    const decode = (message: unknown, parts: unknown, rest = [1, 2, 3, 4]) =>
      decodeMessage(frame(padded({ message, parts }), rest))
    assert.deepEqual(decode({ a: null }, [part]), { a: Uint8Array.of(1, 2, 3, 4) })
    assert.deepEqual(decode(null, [{ ...part, at: [] }]), Uint8Array.of(1, 2, 3, 4))
    for (const wrong of [
      { kind: 'f64' },
      { kind: 'u16' },
      { bytes: 5 },
      { bytes: -4 },
      { bytes: 2.5 },
      { bytes: 2 ** 40 },
      { kind: 'f32', bytes: 3 },
      { at: ['b'] },
      { at: ['a', 'b'] },
      { at: [0] },
      { at: [] },
      { at: 'a' },
      { at: [null] },
      { at: ['__proto__'] },
      { at: ['constructor', 'prototype'] },
      { extra: 1 },
    ])
      assert.throws(() => decode({ a: null }, [{ ...part, ...wrong }]), /not a frame/, JSON.stringify(wrong))
    assert.throws(() => decode([null], [{ ...part, at: ['length'] }]), /no place/)
    assert.throws(() => decode([null], [{ ...part, at: ['0'] }]), /no place/)
    assert.throws(() => decode({ a: 7 }, [part]), /no place/)
    assert.throws(() => decode({ a: null }, [part, part], [1, 2, 3, 4, 1, 2, 3, 4]), /no place/)
    for (const parts of [undefined, {}, [null], [[]], Array(1025).fill({ ...part, bytes: 0 })])
      assert.throws(() => decode({ a: null }, parts, []), /not a frame/)
  })

  test('trees too deep, and __proto__', () => {
    const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    assert.throws(() => decodeMessage(frame(`{"message":${nested},"parts":[]}`)), /deeper than/)
    assert.throws(() => decodeMessage(frame('{"message":{"a":{"__proto__":{"b":1}}},"parts":[]}')), /__proto__/)
  })
})
