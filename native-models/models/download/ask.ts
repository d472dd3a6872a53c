import { ActscopeError } from '../../errors.ts'

export interface AskOptions {
  /** Which addresses may be asked, the first and those that it redirects to. */
  readonly allow: (url: URL) => boolean
  readonly signal?: AbortSignal | undefined
}

/** What a server gives of a file. */
export interface Answer {
  /** The first byte that it gives; what is there before that byte stays. */
  readonly from: number
  /** Bytes that it gives, if it says so. */
  readonly length: number | undefined
  /** By which it knows the file again (an ETag, or a date), if it does. */
  readonly validator: string | undefined
  readonly chunks: AsyncIterable<Uint8Array>
  /** Hangs up. */
  stop(): Promise<void>
}

const redirectionLimit = 5

/**
 * Asks for a file, or for the rest of it where `begun` says what is there. Redirections are followed one by one, each only
 * to an address that `allow` allows. Throws `download-failed`, or the signal's reason.
 */
export async function ask(
  address: string,
  begun: { readonly bytes: number; readonly validator: string } | undefined,
  { allow, signal }: AskOptions,
): Promise<Answer> {
  const headers: Record<string, string> = { 'accept-encoding': 'identity' }
  if (begun !== undefined) {
    headers['range'] = `bytes=${begun.bytes}-`
    headers['if-range'] = begun.validator
  }
  let url = new URL(address)
  for (let i = 0; i <= redirectionLimit; i++) {
    if (!allow(url)) throw failed(address, `it leads to ${url.origin}, where nothing is fetched from`)
    const response = await respond(url, headers, signal)
    const { status } = response
    const location = response.headers.get('location')
    if (status >= 300 && status < 400 && location !== null) {
      await response.body?.cancel()
      url = new URL(location, url)
      continue
    }
    // The rest is not there: the file changed, or everything is here and the hash says whether it is right.
    if (status === 416 && begun !== undefined) {
      await response.body?.cancel()
      return ask(address, undefined, { allow, signal })
    }
    return answerOf(address, response, begun?.bytes)
  }
  throw failed(address, `it redirects more than ${redirectionLimit} times`)
}

async function respond(url: URL, headers: Record<string, string>, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, { headers, redirect: 'manual', ...(signal && { signal }) })
  } catch (error) {
    signal?.throwIfAborted()
    throw failed(url.href, 'it could not be reached', error)
  }
}

async function answerOf(address: string, response: Response, begun: number | undefined): Promise<Answer> {
  const { status, headers, body } = response
  const range = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')
  const resumes = status === 206 && begun !== undefined && Number(range?.[1]) === begun
  if ((status !== 200 && !resumes) || body === null) {
    await body?.cancel()
    throw failed(address, `the server answered ${status}`)
  }
  const length = Number(headers.get('content-length') ?? NaN)
  const etag = headers.get('etag')
  // A weak ETag does not promise the same bytes, and If-Range does not take it (RFC 9110, 13.1.5).
  const validator = etag !== null && !etag.startsWith('W/') ? etag : headers.get('last-modified')
  // The body is taken at once: one that nobody reads yet is ended, as if it were whole, when its Response is collected as
  // garbage, and nobody holds that any more.
  const chunks = body.values()
  return {
    from: resumes ? begun : 0,
    length: Number.isSafeInteger(length) && length >= 0 ? length : undefined,
    validator: validator ?? undefined,
    chunks,
    stop: async () => {
      await chunks.return?.().catch(() => undefined)
    },
  }
}

const failed = (address: string, what: string, cause?: unknown): ActscopeError =>
  new ActscopeError('download-failed', `${address}: ${what}`, {
    hint: 'Check the connection to the internet, and try again: it goes on where it stopped.',
    cause,
  })
