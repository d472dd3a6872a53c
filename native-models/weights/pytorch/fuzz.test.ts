import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { ActscopeError } from '../../errors.ts'
import { readCheckpoint } from './checkpoint.ts'
import { dict, global, join, legacy, legacyStorage, pickle, tensor, text } from './pickle.fixture.ts'
import { checkpointOf, soundEntries, zip } from './zip.fixture.ts'

const fixture = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../../../native-models/weights/pytorch/fixtures/${name}`, import.meta.url)))

/** Reads or refuses, in no time, and keeps little more than the file. */
function readOrRefuse(bytes: Uint8Array): void {
  const began = process.cpuUsage().user
  try {
    const { tensors } = readCheckpoint(bytes, 'x.pth')
    const copied = [...tensors.values()].filter(({ data }) => data.buffer !== bytes.buffer)
    assert.ok(copied.reduce((sum, { data }) => sum + data.length, 0) <= 4 * bytes.length + 2 ** 20)
  } catch (error) {
    if (!(error instanceof ActscopeError)) throw error
    assert.equal(error.code, 'weights-unreadable')
    assert.match(error.message, /^x\.pth [^\n]+\.$/)
    assert.ok(error.hint !== undefined && error.message.length < 600)
  }
  assert.ok(process.cpuUsage().user - began < 2e6)
}

const files = ['state-dict.zip.pth', 'state-dict.legacy.pth', 'training.legacy.pth', 'views.zip.pth', 'kinds.zip.pth']
for (const [seed, file] of files.entries()) {
  test(`${file}, damaged, is read or refused`, () => {
    const sound = fixture(file)
    const place = fc.oneof(
      fc.nat(sound.length - 1),
      fc.nat(299).map((n) => sound.length - 1 - n),
    )
    const damage = fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 4 })
    fc.assert(
      fc.property(damage, fc.nat(sound.length), fc.boolean(), (changes, length, cut) => {
        const bytes = Uint8Array.from(sound)
        for (const [at, value] of changes) bytes[at] = value
        readOrRefuse(cut ? bytes.subarray(0, length) : bytes)
      }),
      { seed, numRuns: 800 },
    )
  })
}

test('any operations in any order are read or refused', () => {
  const words = [
    ...[text('model'), text('weight'), tensor(), dict({ weight: tensor() }), global('collections', 'OrderedDict')],
    ...[global('torch._utils', '_rebuild_tensor_v2'), global('torch', 'Size'), global('torch', 'FloatStorage')],
    ...[
      global('numpy', 'dtype'),
      'K\x00',
      'K\x06',
      'q\x00',
      'h\x00',
      '\x94',
      'r\x07\x00\x00\x00',
      'X\x04\x00\x00\x00abcd',
    ],
    ...'().]}NRQtuesab01\x81\x85\x86\x87\x88\x89\x8f\x90\x91\x92'.split(''),
  ]
  const operation = fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 6 }) },
  )
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60 }), fc.boolean(), (body, isLegacy) => {
      const object = pickle(join(...body))
      readOrRefuse(isLegacy ? legacy(object, ['0'], [legacyStorage([1, 2, 3, 4, 5, 6])]) : checkpointOf(object))
    }),
    { seed: 11, numRuns: 2500 },
  )
})

test('any numbers in a directory are read or refused', () => {
  const number = fc.oneof(fc.nat(300), fc.constantFrom(0xffff, 0xffffffff, 0x7fffffff, 2 ** 40), fc.nat())
  const lie = fc.record(
    { size: number, stored: number, offset: number, method: fc.nat(9), flags: fc.nat(9) },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.tuple(lie, lie), fc.boolean(), number, (lies, zip64, directoryOffset) => {
      const entries = soundEntries.map((entry, i) => ({ ...entry, ...lies[i] }))
      const places = directoryOffset % 3 === 0 ? { directoryOffset: directoryOffset % 2 ** 32 } : {}
      readOrRefuse(zip(entries, { zip64, ...places }))
    }),
    { seed: 12, numRuns: 1000 },
  )
})
