import { crc32 } from 'node:zlib'
import { join, pickle, dict, tensor, uint32, uint64 } from './pickle.fixture.ts'

// A writer of small zip files for tests, with every lie that a directory can tell.

const uint16 = (value: number): Uint8Array => uint32(value).subarray(0, 2)

export interface EntryWords {
  readonly name: string
  readonly content: Uint8Array
  readonly flags?: number
  readonly method?: number
  readonly crc?: number
  /** What the directory says. */
  readonly size?: number
  readonly stored?: number
  readonly offset?: number
  readonly localName?: string
}

export interface ZipOptions {
  /** Writes the records of zip64 too; the old ones then say only "full". */
  readonly zip64?: boolean
  readonly count?: number
  readonly directoryOffset?: number
}

export function zip(entries: readonly EntryWords[], options: ZipOptions = {}): Uint8Array {
  const { zip64 = false } = options
  const full = 0xffffffff
  const locals: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let at = 0
  for (const entry of entries) {
    const { name, content, flags = 0, method = 0, crc = crc32(content), localName = name } = entry
    const { size = content.length, stored = size, offset = at } = entry
    const sizes = join(uint32(crc), uint32(stored), uint32(size))
    const local = join(
      'PK\x03\x04\x00\x00',
      join(uint16(flags), uint16(method), uint32(0), sizes, uint16(localName.length), uint16(3), localName, 'pad'),
      content,
    )
    const extra = zip64 ? join(uint16(1), uint16(24), ...[size, stored, offset].map((n) => uint64(BigInt(n)))) : ''
    directory.push(
      join('PK\x01\x02\x00\x00\x00\x00', uint16(flags), uint16(method), uint32(0), uint32(crc)),
      zip64 ? join(uint32(full), uint32(full)) : join(uint32(stored), uint32(size)),
      join(uint16(name.length), uint16(extra.length), uint16(0), uint32(0), uint32(0)),
      join(uint32(zip64 ? full : offset), name, extra),
    )
    locals.push(local)
    at += local.length
  }
  const listing = join(...directory)
  const { count = entries.length, directoryOffset = at } = options
  const numbers = [count, listing.length, directoryOffset].map((n) => uint64(BigInt(n)))
  const records = join(
    join('PK\x06\x06', uint64(44n), uint32(0), uint32(0), uint32(0), uint64(BigInt(count)), ...numbers),
    join('PK\x06\x07', uint32(0), uint64(BigInt(at + listing.length)), uint32(1)),
  )
  const end = zip64
    ? join(records, 'PK\x05\x06', uint32(0), uint32(full), uint32(full), uint32(full))
    : join('PK\x05\x06', uint32(0), uint16(count), uint16(count), uint32(listing.length), uint32(directoryOffset))
  return join(...locals, listing, end, uint16(0))
}

export const floats = (...values: readonly number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer)

/** The entries of a sound checkpoint of one tensor, `weight`. */
export const soundEntries: readonly EntryWords[] = [
  { name: 'archive/data.pkl', content: pickle(dict({ weight: tensor() })) },
  { name: 'archive/data/0', content: floats(1, 2, 3, 4, 5, 6) },
  { name: 'archive/version', content: join('3\n') },
]

/** A checkpoint whose object is `object`, with one storage `0` of six floats. */
export const checkpointOf = (object: Uint8Array): Uint8Array =>
  zip([{ ...soundEntries[0]!, content: object }, soundEntries[1]!])
