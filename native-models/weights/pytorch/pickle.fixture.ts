// A writer of small files for tests: the words of a pickle, and the two formats around it.

/** Protocol 2, the parts, STOP. */
export const pickle = (...parts: readonly (Uint8Array | string)[]): Uint8Array => join('\x80\x02', ...parts, '.')

/** Bytes and Latin-1 text in a row. */
export function join(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))),
  )
}

export function uint32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer)
}

export function uint64(value: bigint): Uint8Array {
  return new Uint8Array(BigUint64Array.of(value).buffer)
}

/** BINUNICODE */
export const text = (word: string): Uint8Array => join('X', uint32(Buffer.byteLength(word)), Buffer.from(word))

/** BININT */
export const int = (value: number): Uint8Array => join('J', uint32(value >>> 0))

/** A tuple of any length. */
export const tuple = (...items: readonly (Uint8Array | string)[]): Uint8Array => join('(', ...items, 't')

/** GLOBAL */
export const global = (module: string, name: string): Uint8Array => join(`c${module}\n${name}\n`)

/** A dictionary with text keys. */
export const dict = (entries: Readonly<Record<string, Uint8Array | string>>): Uint8Array =>
  join('}(', ...Object.entries(entries).flatMap(([key, value]) => [text(key), value]), 'u')

export interface TensorWords {
  readonly key?: string
  readonly storage?: string
  readonly count?: number
  readonly offset?: number
  readonly shape?: readonly number[]
  readonly strides?: readonly number[]
}

/** What torch.save writes for a tensor: by default 2 x 3 floats, all of storage 0. */
export function tensor(words: TensorWords = {}): Uint8Array {
  const { key = '0', storage = 'FloatStorage', count = 6, offset = 0, shape = [2, 3], strides = [3, 1] } = words
  return join(
    global('torch._utils', '_rebuild_tensor_v2'),
    tuple(
      join(tuple(text('storage'), global('torch', storage), text(key), text('cpu'), int(count)), 'Q'),
      int(offset),
      tuple(...shape.map(int)),
      tuple(...strides.map(int)),
      '\x89',
      join(global('collections', 'OrderedDict'), ')R'),
    ),
    'R',
  )
}

/** The legacy format around an object's pickle. */
export function legacy(
  object: Uint8Array,
  keys: readonly string[] = [],
  storages: readonly Uint8Array[] = [],
): Uint8Array {
  const magic = pickle('\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19')
  const machine = pickle(dict({ little_endian: '\x88' }))
  return join(magic, pickle('M\xe9\x03'), machine, object, pickle(']', '(', ...keys.map(text), 'e'), ...storages)
}

/** A storage of the legacy format. */
export const legacyStorage = (values: readonly number[]): Uint8Array =>
  join(uint64(BigInt(values.length)), new Uint8Array(Float32Array.from(values).buffer))
