import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isActscopeError } from '../expect-error.fixture.ts'
import { toFloat32 } from '../tensor.ts'
import { readCheckpoint } from './checkpoint.ts'
import { join } from './pickle.fixture.ts'
import { soundEntries, zip, type EntryWords } from './zip.fixture.ts'

const [object, storage, version] = soundEntries as readonly [EntryWords, EntryWords, EntryWords]
const refused = (bytes: Uint8Array, message: RegExp): void => {
  assert.throws(() => readCheckpoint(bytes, 'x.pth'), isActscopeError('weights-unreadable', message))
}
const withStorage = (words: Partial<EntryWords>): Uint8Array => zip([object, { ...storage, ...words }, version])

test('a sound file, with and without the records of zip64', () => {
  for (const zip64 of [false, true]) {
    const { tensors } = readCheckpoint(zip(soundEntries, { zip64 }), 'x.pth')
    assert.deepEqual([...toFloat32(tensors.get('weight')!)], [1, 2, 3, 4, 5, 6])
  }
})

describe('zip files that lie are refused with the reason', () => {
  const cases: readonly (readonly [what: string, bytes: Uint8Array, message: RegExp])[] = [
    ['compressed, so that no entry can be a bomb', withStorage({ method: 8, stored: 2 }), /data\/0 compressed/],
    ['two sizes', withStorage({ size: 2 ** 30, stored: 24 }), /data\/0 takes 24 bytes, and 1073741824/],
    ['a size beyond the file', withStorage({ size: 2 ** 30 }), /too short to hold archive\/data\/0/],
    ['a size of 2^62', zip([{ ...storage, size: 2 ** 62 }], { zip64: true }), /claims a size of/],
    ['encrypted', withStorage({ flags: 1 }), /encrypted/],
    ['overlapping entries', zip([object, storage, { ...version, offset: 0, localName: object.name }]), /version/],
    ['one entry under two names', zip([object, { ...storage, offset: 0 }]), /overlap/],
    ['a name twice', zip([object, storage, storage]), /data\/0 twice/],
    ['another local name', withStorage({ localName: 'archive/data/1' }), /does not hold archive\/data\/0 where/],
    [
      'a path that climbs',
      zip([...soundEntries, { ...version, name: 'archive/../../etc/passwd' }]),
      /an entry named ".*passwd"/,
    ],
    ['an absolute path', zip([...soundEntries, { ...version, name: '/etc/passwd' }]), /an entry named "\/etc/],
    ['a drive', zip([...soundEntries, { ...version, name: 'C:x' }]), /an entry named "C:x"/],
    ['a backslash', zip([...soundEntries, { ...version, name: '..\\x' }]), /an entry named/],
    ['a wrong checksum', withStorage({ crc: 7 }), /data\/0 damaged/],
    ['more entries than there are', zip(soundEntries, { count: 4 }), /ends at byte/],
    ['fewer entries than there are', zip(soundEntries, { count: 2 }), /more in it than it claims/],
    ['10^15 entries', zip(soundEntries, { count: 10 ** 15, zip64: true }), /claims 1000000000000000 entries/],
    ['a directory elsewhere', zip(soundEntries, { directoryOffset: 10 ** 6 }), /lies outside of the file/],
    ['big-endian', zip([...soundEntries, { name: 'archive/byteorder', content: join('big') }]), /big-endian machine/],
    ['TorchScript', zip([...soundEntries, { name: 'archive/constants.pkl', content: join('.') }]), /TorchScript/],
    ['no object', zip([storage, version]), /not one that torch\.save wrote/],
    ['two objects', zip([...soundEntries, { ...object, name: 'b/data.pkl' }]), /not one that torch\.save wrote/],
    ['a missing storage', zip([object]), /its storage 0 is missing/],
    ['a short storage', withStorage({ content: new Uint8Array(20) }), /storage 0 has 20 bytes, not 24/],
  ]
  for (const [what, bytes, message] of cases) {
    test(what, () => {
      refused(bytes, message)
    })
  }
  test('truncated anywhere', () => {
    const whole = zip(soundEntries)
    for (let length = 0; length < whole.length; length++) refused(whole.subarray(0, length), /^x\.pth /)
  })
  test('something else', () => {
    refused(join('<!DOCTYPE html>'), /is no PyTorch checkpoint/)
    refused(
      new Uint8Array(Buffer.concat([Buffer.alloc(257, 'a'), Buffer.from('ustar'), Buffer.alloc(300)])),
      /tar file/,
    )
  })
})
