/** The key of the server, and the name that this page has there. */

interface Store {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
}

const place = 'actscope-token'

/** The token in the part of an address behind the #. */
export const tokenIn = (hash: string): string | undefined => /^#token=([A-Za-z0-9._~-]{1,200})$/.exec(hash)?.[1]

/**
 * The token that the page was opened with, or that this window had before it was loaded anew. It is taken out of the
 * address (`strip`), so that it is in no history, bookmark or screenshot, and kept for this window alone.
 */
export function takeToken(hash: string, strip: () => void, store: () => Store): string | undefined {
  const given = tokenIn(hash)
  if (given !== undefined) strip()
  try {
    if (given !== undefined) store().setItem(place, given)
    return given ?? store().getItem(place) ?? undefined
  } catch {
    return given // a browser that keeps nothing: it holds until the page is loaded anew
  }
}

/** 128 random bits. Not randomUUID, which a page has on localhost and https alone. */
export const newClientId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
