/**
 * A message as one binary frame, for a channel that carries nothing but bytes (a WebSocket), and back:
 *
 *     u32      bytes of the header, little-endian
 *     header   JSON in UTF-8: the message, with null where a typed array was, and a list of those: place, kind, bytes
 *     arrays   one after the other in the order of the list, each from the next multiple of 4 on
 *
 * The numbers of a Float32Array lie in the machine's own order, which is little-endian wherever this runs. What is decoded
 * is no message yet: from-host.ts and to-host.ts validate it.
 */

/** Bytes of a frame; the largest picture of a preview (1920 x 1920) is 11 MB. */
export const largestFrame = 32 * 2 ** 20
/** Levels of lists and objects. */
const deepest = 32
const arrayLimit = 1024

type Path = readonly (string | number)[]
type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree }
type Bytes = Uint8Array | Float32Array

interface Part {
  /** Keys and indices on the way to it. */
  readonly at: Path
  readonly kind: 'u8' | 'f32'
  readonly bytes: number
}

/**
 * What JSON has no word for becomes what JSON makes of it: a property that is undefined is left out, an infinite number is
 * null.
 * @throws Error if it holds anything but JSON values, Uint8Array and Float32Array, or is too large or too deep
 */
export function encodeMessage(message: unknown): Uint8Array<ArrayBuffer> {
  const arrays: { readonly at: Path; readonly array: Bytes }[] = []
  const tree = withoutArrays(message, [], (at, array) => {
    if (arrays.push({ at, array }) > arrayLimit) throw new Error(`it holds more than ${arrayLimit} typed arrays`)
  })
  if (tree === undefined) throw new Error('undefined is no message')
  const parts = arrays.map(({ at, array }): Part => {
    return { at, kind: array instanceof Float32Array ? 'f32' : 'u8', bytes: array.byteLength }
  })
  const header = new TextEncoder().encode(JSON.stringify({ message: tree, parts }))
  const { places, end } = layOut(header.length, parts)
  if (end > largestFrame) throw new Error(`it is larger than ${largestFrame} bytes`)
  const frame = new Uint8Array(end)
  new DataView(frame.buffer).setUint32(0, header.length, true)
  frame.set(header, 4)
  arrays.forEach(({ array }, i) => {
    frame.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), places[i])
  })
  return frame
}

/**
 * Typed arrays are copies with a buffer of their own, which can be transferred.
 * @throws Error if it is no frame
 */
export function decodeMessage(frame: Uint8Array): unknown {
  if (frame.length > largestFrame) throw malformed('too large')
  if (frame.length < 4) throw malformed('too short')
  const headerBytes = new DataView(frame.buffer, frame.byteOffset, 4).getUint32(0, true)
  if (headerBytes > frame.length - 4) throw malformed('the header is longer than the frame')
  const { message, parts } = readHeader(frame.subarray(4, 4 + headerBytes))
  const { places, end } = layOut(headerBytes, parts)
  if (end !== frame.length) throw malformed(`${frame.length} bytes instead of ${end}`)
  const root = { message }
  parts.forEach(({ at, kind, bytes }, i) => {
    // Not `slice`: that of Node's Buffer makes no copy.
    const { buffer } = new Uint8Array(frame.subarray(places[i], places[i]! + bytes))
    fill(root, at, kind === 'f32' ? new Float32Array(buffer) : new Uint8Array(buffer))
  })
  return root.message
}

const malformed = (why: string): Error => new Error(`not a frame: ${why}`)

/** Where each array begins, and where the last one ends. */
function layOut(headerBytes: number, parts: readonly Part[]): { readonly places: number[]; readonly end: number } {
  let end = 4 + headerBytes
  const places = parts.map(({ bytes }) => {
    const place = Math.ceil(end / 4) * 4
    end = place + bytes
    return place
  })
  return { places, end }
}

function withoutArrays(value: unknown, at: Path, found: (at: Path, array: Bytes) => void): Tree | undefined {
  if (value === undefined || value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (value instanceof Uint8Array || value instanceof Float32Array) {
    found(at, value)
    return null
  }
  if (at.length >= deepest) throw new Error(`it is deeper than ${deepest} levels`)
  if (Array.isArray(value)) return value.map((item, i) => withoutArrays(item, [...at, i], found) ?? null)
  if (typeof value !== 'object' || !isPlain(value)) throw new Error(`a message holds no ${nameOf(value)}`)
  const tree: Record<string, Tree> = {}
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__') throw new Error('a message has no property __proto__')
    const inner = withoutArrays(item, [...at, key], found)
    if (inner !== undefined) tree[key] = inner
  }
  return tree
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const nameOf = (value: unknown): string =>
  typeof value === 'object' ? Object.prototype.toString.call(value).slice(8, -1) : typeof value

function readHeader(bytes: Uint8Array): { readonly message: unknown; readonly parts: readonly Part[] } {
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw malformed('the header is not JSON')
  }
  if (!isRecord(header) || Object.keys(header).sort().join() !== 'message,parts')
    throw malformed('the header has no message and parts')
  const { message, parts } = header
  checkTree(message, 0)
  if (!Array.isArray(parts) || parts.length > arrayLimit || !parts.every(isPart)) throw malformed('bad parts')
  return { message, parts }
}

/** Depth, and the one key that could change what an object is when someone copies it. */
function checkTree(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return
  if (depth >= deepest) throw malformed(`deeper than ${deepest} levels`)
  if (Object.hasOwn(value, '__proto__')) throw malformed('a property __proto__')
  for (const item of Object.values(value)) checkTree(item, depth + 1)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isPart(value: unknown): value is Part {
  if (!isRecord(value) || Object.keys(value).length !== 3) return false
  const { at, kind, bytes } = value
  if (!Array.isArray(at) || at.length > deepest) return false
  if (!at.every((key) => typeof key === 'string' || typeof key === 'number')) return false
  if (typeof bytes !== 'number' || !Number.isInteger(bytes) || bytes < 0 || bytes > largestFrame) return false
  return kind === 'u8' || (kind === 'f32' && bytes % 4 === 0)
}

/** Lays the array into its place, which must hold null. */
function fill(root: { message: unknown }, at: Path, array: Bytes): void {
  let place: unknown = root
  let key: string | number = 'message'
  for (const next of at) {
    place = own(place, key)
    key = next
  }
  if (own(place, key) !== null) throw malformed('a typed array has no place')
  ;(place as Record<string | number, unknown>)[key] = array
}

function own(place: unknown, key: string | number): unknown {
  const fits = Array.isArray(place) ? typeof key === 'number' : isRecord(place) && typeof key === 'string'
  if (!fits || !Object.hasOwn(place as object, key)) throw malformed('a typed array has no place')
  return (place as Record<string | number, unknown>)[key]
}
