import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { ActscopeError } from '../errors.ts'
import { isActscopeError } from './expect-error.fixture.ts'
import { readSafetensors, writeSafetensors } from './safetensors.ts'
import { type Dtype, type Tensor, bytesOf, float32Tensor, toFloat32 } from './tensor.ts'

/** A file with a header as given, word for word. */
function file(header: string, body: number | Uint8Array = 0): Uint8Array {
  const json = Buffer.from(header)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length))
  return Buffer.concat([length, json, typeof body === 'number' ? Buffer.alloc(body) : body])
}

function entry(dtype: string, shape: string, offsets: string): string {
  return `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`
}

const refused = (message: RegExp) => isActscopeError('weights-unreadable', message)

test('reads what the format says', () => {
  const body = Buffer.alloc(12)
  body.writeFloatLE(1.5, 0)
  body.writeFloatLE(-2, 4)
  body.writeUInt16LE(0x3c00, 8)
  body.writeUInt16LE(0xbf80, 10)
  const header = `{"h":${entry('F16', '[1]', '[8,10]')}, "__metadata__":{"by":"hand"},
    "a":${entry('F32', '[2,1]', '[0,8]')},"b":${entry('BF16', '[]', '[10,12]')}}   `
  const { tensors, metadata } = readSafetensors(file(header, body), 'x.safetensors')
  assert.deepEqual([...tensors.keys()], ['a', 'h', 'b'])
  assert.deepEqual([...metadata], [['by', 'hand']])
  assert.deepEqual(tensors.get('a')!.shape, [2, 1])
  assert.deepEqual([...toFloat32(tensors.get('a')!)], [1.5, -2])
  assert.deepEqual([...toFloat32(tensors.get('h')!)], [1])
  assert.deepEqual([...toFloat32(tensors.get('b')!)], [-1])
})

test('refuses a header that lies, and names the file and the tensor', () => {
  const one = (dtype: string, shape: string, offsets: string, body: number) =>
    file(`{"conv.weight":${entry(dtype, shape, offsets)}}`, body)
  const huge = Buffer.alloc(16)
  huge.writeBigUInt64LE(2n ** 63n)
  const cases: [Uint8Array, RegExp][] = [
    [new Uint8Array(0), /0 bytes/],
    [Buffer.alloc(7), /7 bytes/],
    [huge, /header claims 9223372036854775808 bytes/],
    [file('{}').subarray(0, 9), /header claims 2 bytes/],
    [file('{'), /not sound JSON/],
    [file('\ufeff{}'), /not sound JSON/],
    [file('[]'), /not a JSON object/],
    [file('null'), /not a JSON object/],
    [file(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), /nested deeper than 4/],
    [file('{"a'), /not sound JSON/],
    [file('{"a\\'), /not sound JSON/],
    [file('{"__metadata__":{"a":1}}'), /__metadata__ a is not text/],
    [file('{"__metadata__":[]}'), /__metadata__/],
    [file('{"conv.weight":7}'), /tensor conv\.weight is not described/],
    [one('F8', '[1]', '[0,1]', 1), /tensor conv\.weight is of an unknown dtype, "F8"/],
    [one('toString', '[1]', '[0,1]', 1), /unknown dtype/],
    [one('F32', '[-1]', '[0,4]', 4), /has the shape \[-1\]/],
    [one('F32', '[1.5]', '[0,6]', 6), /has the shape/],
    [one('F32', '["1"]', '[0,4]', 4), /has the shape/],
    [one('F32', '[4294967296,4294967296]', '[0,4]', 4), /has the shape/],
    [one('F32', '[9007199254740991]', '[0,4]', 4), /has 4 bytes/],
    [one('F32', '[1]', '[0,8]', 4), /lies outside of the file: \[0,8\] of 4 bytes/],
    [one('F32', '[1]', '[4,0]', 4), /lies outside/],
    [one('F32', '[1]', '[-4,0]', 4), /lies outside/],
    [one('F32', '[1]', '[0.5,4.5]', 8), /lies outside/],
    [one('F32', '[1]', '[0]', 4), /lies outside/],
    [one('F32', '[2]', '[0,4]', 4), /has 4 bytes, F32 \[2\] needs 8/],
    [one('F32', '[1]', '[4,8]', 8), /tensor conv\.weight begins at byte 4, not at 0/],
    [one('F32', '[1]', '[0,4]', 5), /the tensors take 4 bytes, the file holds 5/],
    [file('{}', 1), /the tensors take 0 bytes/],
    [file(`{"a":${entry('U8', '[2]', '[0,2]')},"b":${entry('U8', '[2]', '[1,3]')}}`, 3), /tensor b begins at byte 1/],
    [file(`{"a":${entry('U8', '[1]', '[0,1]')},"\\u0061":${entry('U8', '[1]', '[0,1]')}}`, 1), /a stands there twice/],
    [file('{"a":{"dtype":"U8","shape":[1],"shape":[1],"data_offsets":[0,1]}}', 1), /shape stands there twice/],
    [file(`{"a\\u001b[2J":7}`), /tensor a\ufffd\[2J is/],
  ]
  for (const [bytes, message] of cases) {
    assert.throws(() => readSafetensors(bytes, 'weights/x.safetensors'), refused(message), message.source)
    assert.throws(
      () => readSafetensors(bytes, 'weights/x.safetensors'),
      /^ActscopeError: weights\/x\.safetensors is not/,
    )
  }
})

test('names that mean something to JavaScript are only names', () => {
  const names = ['__proto__', 'constructor', 'toString', '7', '']
  const tensors = new Map(names.map((name, i) => [name, float32Tensor(Float32Array.of(i), [1])]))
  const metadata = new Map([['__proto__', 'x']])
  const back = readSafetensors(writeSafetensors(tensors, metadata), 'x')
  assert.deepEqual([...back.metadata], [...metadata])
  assert.equal(back.tensors.size, names.length)
  names.forEach((name, i) => {
    assert.deepEqual([...toFloat32(back.tensors.get(name)!)], [i])
  })
  assert.ok(!('dtype' in {}))
})

test('writes the same bytes in whatever order the tensors come, aligned, wide elements first', () => {
  const half: Tensor = { dtype: 'F16', shape: [3], data: new Uint8Array(6) }
  const entries: [string, Tensor][] = [
    ['a', half],
    ['z', float32Tensor(Float32Array.of(1, 2), [2])],
    ['b', half],
  ]
  const meta: [string, string][] = [
    ['k', 'v'],
    ['a', 'b'],
  ]
  const bytes = writeSafetensors(new Map(entries), new Map(meta))
  assert.deepEqual(writeSafetensors(new Map(entries.toReversed()), new Map(meta.toReversed())), bytes)
  assert.equal(new DataView(bytes.buffer).getUint32(0, true) % 8, 0)
  assert.deepEqual([...readSafetensors(bytes, 'x').tensors.keys()], ['z', 'a', 'b'])
})

test('does not write what could not be read back', () => {
  const short: Tensor = { dtype: 'F32', shape: [2], data: new Uint8Array(4) }
  assert.throws(
    () => writeSafetensors(new Map([['a', short]])),
    isActscopeError('input-invalid', /Tensor a has 4 bytes/),
  )
  const sound = float32Tensor(Float32Array.of(1), [1])
  assert.throws(
    () => writeSafetensors(new Map([['__metadata__', sound]])),
    isActscopeError('input-invalid', /__metadata__/),
  )
})

test('an unaligned tensor is copied, an aligned one is not', () => {
  const values = Float32Array.of(1, -2, 3)
  for (let shift = 0; shift < 8; shift++) {
    const data = Buffer.concat([Buffer.alloc(shift), new Uint8Array(values.buffer)]).subarray(shift)
    const held = new Uint8Array(32)
    held.set(data, shift)
    assert.deepEqual(toFloat32({ dtype: 'F32', shape: [3], data: held.subarray(shift, shift + 12) }), values)
  }
  assert.equal(toFloat32(float32Tensor(values, [3])).buffer, values.buffer)
  assert.throws(
    () => toFloat32({ dtype: 'I64', shape: [1], data: new Uint8Array(8) }),
    isActscopeError('input-invalid', /I64/),
  )
  assert.throws(
    () => toFloat32({ dtype: 'F32', shape: [1], data: new Uint8Array(8) }),
    isActscopeError('input-invalid', /8 bytes/),
  )
})

const tensors = fc.dictionary(
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((name) => name !== '__metadata__'),
  fc
    .record({
      dtype: fc.constantFrom(...(Object.keys(bytesOf) as Dtype[])),
      shape: fc.array(fc.nat(4), { maxLength: 4 }),
      seed: fc.nat(255),
    })
    .map(({ dtype, shape, seed }): Tensor => {
      const data = new Uint8Array(shape.reduce((a, b) => a * b, 1) * bytesOf[dtype]).map(
        (_, i) => (seed + 37 * i) & 255,
      )
      return { dtype, shape, data }
    }),
  { maxKeys: 6 },
)

test('any set of tensors comes back as it was', () => {
  fc.assert(
    fc.property(tensors, fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }), fc.nat(7), (set, meta, shift) => {
      const given = new Map(Object.entries(set))
      const metadata = new Map(Object.entries(meta))
      // A file need not begin at a multiple of anything in memory.
      const bytes = Buffer.concat([Buffer.alloc(shift), writeSafetensors(given, metadata)]).subarray(shift)
      const back = readSafetensors(bytes, 'x')
      assert.deepEqual(new Map(back.metadata), metadata)
      assert.deepEqual(back.tensors, given)
    }),
    { seed: 20, numRuns: 200 },
  )
})

test('a damaged file is read or refused, and nothing else happens', () => {
  const sound = writeSafetensors(
    new Map([
      ['conv.weight', float32Tensor(new Float32Array(24), [2, 3, 2, 2])],
      ['conv.bias', float32Tensor(new Float32Array(2), [2])],
    ]),
    new Map([['network', 'res34-se-im-net']]),
  )
  const damage = fc.array(fc.tuple(fc.oneof(fc.nat(16), fc.nat(sound.length - 1)), fc.nat(255)), { maxLength: 4 })
  fc.assert(
    fc.property(damage, fc.nat(sound.length), fc.boolean(), (changes, length, cut) => {
      const bytes = sound.slice()
      for (const [at, value] of changes) bytes[at] = value
      try {
        const { tensors } = readSafetensors(cut ? bytes.subarray(0, length) : bytes, 'x')
        const held = [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0)
        assert.ok(held < bytes.length)
      } catch (error) {
        if (!(error instanceof ActscopeError)) throw error
        assert.equal(error.code, 'weights-unreadable')
      }
    }),
    { seed: 21, numRuns: 3000 },
  )
})
