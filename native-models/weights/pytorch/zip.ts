import { crc32 } from 'node:zlib'
import { printable } from '../../text.ts'
import { ByteCursor } from './byte-cursor.ts'
import { refuse } from './refuse.ts'
import { readZipDirectory, type ZipEntry } from './zip-directory.ts'

const localSignature = 0x04034b50

/** A zip file of stored entries, opened for reading; entries are views of its bytes. */
export class ZipArchive {
  readonly #bytes: Uint8Array
  readonly #source: string
  readonly #entries = new Map<string, ZipEntry & { readonly begin: number }>()
  readonly #sound = new Set<string>()

  /** Throws `weights-unreadable` for a directory that lies: entries outside of the file, overlapping, or misnamed. */
  constructor(bytes: Uint8Array, source: string) {
    this.#bytes = bytes
    this.#source = source
    const directory = readZipDirectory(bytes, source)
    let end = 0
    for (const entry of directory.entries.toSorted((a, b) => a.offset - b.offset)) {
      if (entry.offset < end) throw refuse(source, `has ${printable(entry.name)} overlap with another entry`)
      const begin = this.#contentOf(entry, directory.offset)
      end = begin + entry.size
      if (end > directory.offset) throw refuse(source, `is too short to hold ${printable(entry.name)}`)
      this.#entries.set(entry.name, { ...entry, begin })
    }
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()]
  }

  /** The bytes of an entry, their checksum checked once; undefined where there is none of that name. */
  read(name: string): Uint8Array | undefined {
    const entry = this.#entries.get(name)
    if (entry === undefined) return undefined
    const content = this.#bytes.subarray(entry.begin, entry.begin + entry.size)
    if (!this.#sound.has(name) && crc32(content) !== entry.crc32) {
      throw refuse(this.#source, `holds ${printable(name)} damaged: its checksum is wrong`)
    }
    this.#sound.add(name)
    return content
  }

  #contentOf({ name, offset }: ZipEntry, limit: number): number {
    const cursor = new ByteCursor(this.#bytes.subarray(0, limit), this.#source, Math.min(offset, limit))
    const header = cursor.uint32()
    cursor.bytes(22) // as in the directory; sizes may follow the content instead
    const [nameLength, extraLength] = [cursor.uint16(), cursor.uint16()]
    if (header !== localSignature || cursor.text(nameLength) !== name) {
      throw refuse(this.#source, `does not hold ${printable(name)} where its directory says`)
    }
    cursor.bytes(extraLength) // the padding to 64 bytes
    return cursor.at
  }
}
