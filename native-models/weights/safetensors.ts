import { ActscopeError } from '../errors.ts'
import { describeJson, printable } from '../text.ts'
import { parseStrictly } from './strict-json.ts'
import { type Tensor, bytesOf, elementCount, isDtype } from './tensor.ts'

/** The reference implementation's bound: https://github.com/huggingface/safetensors, MAX_HEADER_SIZE. */
const maxHeaderBytes = 100_000_000
/** The header, an entry, its shape: nothing lies deeper. One more for what other writers may add. */
const maxDepth = 4

export interface SafetensorsFile {
  /** By name, in the order of the file's bytes. */
  readonly tensors: Map<string, Tensor>
  readonly metadata: Map<string, string>
}

/**
 * Reads a safetensors file: 8 bytes of header length (little-endian), a JSON header {name: {dtype, shape, data_offsets}}
 * with optional `__metadata__` (text to text), then the tensors' bytes without holes. Nothing is copied: the tensors are
 * views of `bytes`. The file is not trusted; whatever it holds, this returns or throws `weights-unreadable`, and
 * allocates no more than the header's own size asks for. `source` is the name that messages use.
 */
export function readSafetensors(bytes: Uint8Array, source: string): SafetensorsFile {
  const { header, body } = split(bytes, source)
  const metadata = new Map<string, string>()
  const tensors: (Tensor & { name: string; begin: number; end: number })[] = []
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') readMetadata(value, metadata, source)
    else tensors.push({ name, ...readEntry(name, value, body, source) })
  }
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end)
  let end = 0
  for (const tensor of tensors) {
    if (tensor.begin !== end) {
      throw unreadable(source, `tensor ${printable(tensor.name)} begins at byte ${tensor.begin}, not at ${end}`)
    }
    end = tensor.end
  }
  if (end !== body.length) throw unreadable(source, `the tensors take ${end} bytes, the file holds ${body.length}`)
  return { tensors: new Map(tensors.map(({ name, dtype, shape, data }) => [name, { dtype, shape, data }])), metadata }
}

function split(bytes: Uint8Array, source: string): { header: object; body: Uint8Array } {
  if (bytes.length < 8) throw unreadable(source, `it has ${bytes.length} bytes, fewer than its header's length takes`)
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)
  if (length > maxHeaderBytes || length > bytes.length - 8) {
    throw unreadable(source, `its header claims ${length.toString()} bytes of a file of ${bytes.length}`)
  }
  const bodyAt = 8 + Number(length)
  let header: unknown
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, bodyAt))
    header = parseStrictly(text, maxDepth)
  } catch (cause) {
    throw unreadable(source, `its header is not sound JSON (${printable(String(cause))})`, cause)
  }
  if (!isObject(header)) throw unreadable(source, 'its header is not a JSON object')
  // Not bytes.subarray: of a Buffer that would be another Buffer, whose slice() does not copy.
  return { header, body: new Uint8Array(bytes.buffer, bytes.byteOffset + bodyAt, bytes.length - bodyAt) }
}

function readMetadata(value: unknown, metadata: Map<string, string>, source: string): void {
  if (!isObject(value)) throw unreadable(source, 'its __metadata__ is not a JSON object')
  for (const [key, text] of Object.entries(value) as [string, unknown][]) {
    if (typeof text !== 'string') throw unreadable(source, `its __metadata__ ${printable(key)} is not text`)
    metadata.set(key, text)
  }
}

function readEntry(name: string, entry: unknown, body: Uint8Array, source: string) {
  const refuse = (problem: string) => unreadable(source, `tensor ${printable(name)} ${problem}`)
  if (!isObject(entry)) throw refuse('is not described by an object')
  const { dtype, shape, data_offsets: offsets }: Record<string, unknown> = { ...entry }
  if (!isDtype(dtype)) throw refuse(`is of an unknown dtype, ${describeJson(dtype)}`)
  const count = isNumbers(shape) ? elementCount(shape) : undefined
  if (!isNumbers(shape) || count === undefined) {
    throw refuse(`has the shape ${describeJson(shape)}`)
  }
  const [begin, end] = isNumbers(offsets) && offsets.length === 2 && offsets.every(isOffset) ? offsets : []
  if (begin === undefined || end === undefined || begin > end || end > body.length) {
    throw refuse(`lies outside of the file: ${describeJson(offsets)} of ${body.length} bytes`)
  }
  if (end - begin !== count * bytesOf[dtype]) {
    throw refuse(`has ${end - begin} bytes, ${dtype} ${describeJson(shape)} needs ${count * bytesOf[dtype]}`)
  }
  return { dtype, shape: Object.freeze(shape), begin, end, data: body.subarray(begin, end) }
}

/**
 * The bytes of a safetensors file. The same tensors and metadata give the same bytes, in whatever order they come:
 * wide elements first (so that all are aligned), then by name. Throws `input-invalid` for a tensor whose bytes do not
 * fill its shape, or one named `__metadata__`.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array {
  const ordered = [...tensors].sort(
    ([a, { dtype: wide }], [b, { dtype: narrow }]) => bytesOf[narrow] - bytesOf[wide] || compare(a, b),
  )
  const fields: string[] = []
  if (metadata.size > 0) {
    const entries = [...metadata].sort(([a], [b]) => compare(a, b))
    fields.push(`"__metadata__":{${entries.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(',')}}`)
  }
  let end = 0
  for (const [name, { dtype, shape, data }] of ordered) {
    if (name === '__metadata__') throw new ActscopeError('input-invalid', 'No tensor can be named __metadata__.')
    const count = elementCount(shape)
    if (count === undefined || count * bytesOf[dtype] !== data.length) {
      const form = `${dtype} [${shape.join(',')}]`
      throw new ActscopeError('input-invalid', `Tensor ${name} has ${data.length} bytes, which do not fill ${form}.`)
    }
    const begin = end
    end += data.length
    fields.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`)
  }
  const json = new TextEncoder().encode(`{${fields.join(',')}}`)
  const bodyAt = 8 + Math.ceil(json.length / 8) * 8
  const bytes = new Uint8Array(bodyAt + end)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(bodyAt - 8), true)
  bytes.set(json, 8)
  bytes.fill(0x20, 8 + json.length, bodyAt)
  let at = bodyAt
  for (const [, { data }] of ordered) {
    bytes.set(data, at)
    at += data.length
  }
  return bytes
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number')
}

function isOffset(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function unreadable(source: string, problem: string, cause?: unknown): ActscopeError {
  return new ActscopeError('weights-unreadable', `${source} is not a sound safetensors file: ${problem}.`, {
    hint: 'The file may be damaged or not fully downloaded; fetch it again.',
    cause,
  })
}
