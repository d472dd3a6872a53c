import { printable } from '../../text.ts'
import { ByteCursor } from './byte-cursor.ts'
import { refuse } from './refuse.ts'

// The directory at the end of a zip file (PKWARE APPNOTE 4.3.12 to 4.3.16), as torch.save writes it: one disk, stored
// entries, zip64 records always present.

export interface ZipEntry {
  readonly name: string
  readonly crc32: number
  readonly size: number
  /** Where its local header begins. */
  readonly offset: number
}

export interface ZipDirectory {
  readonly entries: readonly ZipEntry[]
  /** Where the directory begins: entries end before. */
  readonly offset: number
}

const entryLimit = 100_000
const signature = { entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 }
const endSize = 22
const locatorSize = 20

/** Throws `weights-unreadable` for what torch.save does not write: compressed, encrypted, or oddly named entries. */
export function readZipDirectory(bytes: Uint8Array, source: string): ZipDirectory {
  const { count, size, offset, end } = findDirectory(bytes, source)
  if (count > entryLimit) throw refuse(source, `claims ${count} entries; at most ${entryLimit} are read`)
  if (offset + size > end) throw refuse(source, 'has a directory that lies outside of the file')
  const cursor = new ByteCursor(bytes.subarray(0, offset + size), source, offset)
  const entries: ZipEntry[] = []
  const names = new Set<string>()
  for (let i = 0; i < count; i++) {
    const entry = readEntry(cursor)
    if (names.has(entry.name)) throw refuse(source, `has ${printable(entry.name)} twice`)
    names.add(entry.name)
    entries.push(entry)
  }
  if (cursor.left !== 0) throw refuse(source, 'has a directory with more in it than it claims')
  return { entries, offset }
}

interface Place {
  readonly count: number
  readonly size: number
  readonly offset: number
  /** The record that names the directory begins here. */
  readonly end: number
}

function findDirectory(bytes: Uint8Array, source: string): Place {
  const at = findEnd(bytes)
  if (at === undefined) throw refuse(source, 'is a zip file without its end: it is truncated')
  const end = new ByteCursor(bytes, source, at + 4)
  const [disk, first, countHere, count] = [end.uint16(), end.uint16(), end.uint16(), end.uint16()]
  if (disk !== 0 || first !== 0 || countHere !== count) throw refuse(source, 'is one part of a split zip file')
  const place: Place = { count, size: end.uint32(), offset: end.uint32(), end: at }
  return directory64(bytes, place, source) ?? place
}

/** The comment after the record is as long as the record says; torch writes none. */
function findEnd(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const last = bytes.length - endSize
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) === signature.end && view.getUint16(at + 20, true) === last - at) return at
  }
  return undefined
}

function directory64(bytes: Uint8Array, small: Place, source: string): Place | undefined {
  if (small.end < locatorSize) return undefined
  const locator = new ByteCursor(bytes, source, small.end - locatorSize)
  if (locator.uint32() !== signature.locator64) return undefined
  const [disk, at, disks] = [locator.uint32(), locator.uint64(), locator.uint32()]
  if (disk !== 0 || disks > 1) throw refuse(source, 'is one part of a split zip file')
  if (at > bytes.length) throw refuse(source, 'has a zip64 record that lies outside of the file')
  const cursor = new ByteCursor(bytes, source, at)
  if (cursor.uint32() !== signature.end64) throw refuse(source, 'has no zip64 record where it says')
  cursor.bytes(8 + 2 + 2 + 4 + 4 + 8) // size of the record, versions, disks, entries of this disk
  const large: Place = { count: cursor.uint64(), size: cursor.uint64(), offset: cursor.uint64(), end: at }
  const agree = (a: number, b: number, full: number): boolean => a === b || a === full
  if (
    !agree(small.count, large.count, 0xffff) ||
    !agree(small.size, large.size, 0xffffffff) ||
    !agree(small.offset, large.offset, 0xffffffff)
  ) {
    throw refuse(source, 'has two directories that contradict each other')
  }
  return large
}

function readEntry(cursor: ByteCursor): ZipEntry {
  const { source } = cursor
  if (cursor.uint32() !== signature.entry) throw refuse(source, `has no directory entry before byte ${cursor.at}`)
  cursor.bytes(4) // versions
  const [flags, method] = [cursor.uint16(), cursor.uint16()]
  cursor.bytes(4) // time and date
  const [crc32, stored, size] = [cursor.uint32(), cursor.uint32(), cursor.uint32()]
  const [nameLength, extraLength, commentLength] = [cursor.uint16(), cursor.uint16(), cursor.uint16()]
  cursor.bytes(2 + 2 + 4) // disk, attributes
  const offset = cursor.uint32()
  const name = cursor.text(nameLength)
  const wide = zip64(cursor.bytes(extraLength), [size, stored, offset], source)
  cursor.bytes(commentLength)
  if (!isPlain(name)) throw refuse(source, `has an entry named ${printable(JSON.stringify(name))}`, foreign)
  if ((flags & 1) !== 0) throw refuse(source, `holds ${printable(name)} encrypted`, foreign)
  // As nothing is inflated, no entry can be larger than the file: there is no zip bomb to guard against.
  if (method !== 0) throw refuse(source, `holds ${printable(name)} compressed, which torch.save does not do`, foreign)
  if (wide[0] !== wide[1]) throw refuse(source, `says that ${printable(name)} takes ${wide[1]} bytes, and ${wide[0]}`)
  return { name, crc32, size: wide[0]!, offset: wide[2]! }
}

const foreign = 'Save the weights again with torch.save(model.state_dict(), path).'

/** Values of 32 bits that are full stand, in this order, in the extra field 0x0001 with 64 bits. */
function zip64(extra: Uint8Array, values: readonly number[], source: string): readonly number[] {
  if (!values.includes(0xffffffff)) return values
  const fields = new ByteCursor(extra, source)
  while (fields.left >= 4) {
    const [id, size] = [fields.uint16(), fields.uint16()]
    const field = new ByteCursor(fields.bytes(size), source)
    if (id === 1) return values.map((value) => (value === 0xffffffff ? field.uint64() : value))
  }
  throw refuse(source, 'has an entry without its zip64 sizes')
}

/** Nothing is ever written under these names; those that would climb out of a folder are a sign of ill will. */
function isPlain(name: string): boolean {
  return !/[\p{Cc}\\:]/u.test(name) && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}
