/** `from` and `to` are the first and last byte. */
export interface Range {
  readonly from: number
  readonly to: number
}

/**
 * What a Range header asks for of a file of so many bytes. Undefined: all of it, as for a header that is not understood
 * or asks for several ranges (RFC 9110 allows to ignore them). 'none': the file has nothing there.
 */
export function readRange(header: string | null | undefined, bytes: number): Range | 'none' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  if (match === null) return undefined
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return undefined
  if (first === '') {
    const tail = Math.min(Number(last), bytes)
    return tail === 0 ? 'none' : { from: bytes - tail, to: bytes - 1 }
  }
  const from = Number(first)
  const to = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  if (last !== '' && Number(last) < from) return undefined
  return from >= bytes ? 'none' : { from, to }
}

/** How a file is answered to that header: which bytes of it, and what is said of them. `range` undefined: none. */
export function rangeAnswer(
  header: string | null | undefined,
  bytes: number,
): {
  readonly status: 200 | 206 | 416
  readonly headers: Readonly<Record<string, string>>
  readonly range: Range | undefined
} {
  const asked = readRange(header, bytes)
  const accepts = { 'Accept-Ranges': 'bytes' }
  if (asked === 'none')
    return {
      status: 416,
      headers: { ...accepts, 'Content-Range': `bytes */${bytes}`, 'Content-Length': '0' },
      range: undefined,
    }
  const { from, to } = asked ?? { from: 0, to: bytes - 1 }
  const length = { ...accepts, 'Content-Length': String(to - from + 1) }
  return asked === undefined
    ? { status: 200, headers: length, range: { from, to } }
    : { status: 206, headers: { ...length, 'Content-Range': `bytes ${from}-${to}/${bytes}` }, range: { from, to } }
}
