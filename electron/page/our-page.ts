/** Where the page lives. A host of its own scheme has an origin of its own: nothing else of the system shares it. */
export const scheme = 'actscope'
export const origin = `${scheme}://app`
export const pageUrl = `${origin}/index.html`
/** Of opened videos: same origin as the page, so that it may draw their pictures. */
export const mediaUrl = (id: string): string => `${origin}/media/${id}`

/** Whether an address is a document of our own. (`URL.origin` is "null" for schemes that Node does not know.) */
export function isOurPage(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host, pathname } = new URL(address)
  return protocol === `${scheme}:` && host === 'app' && (pathname === '/' || pathname === '/index.html')
}

/** Whether an origin, as Chromium tells it with or without a slash behind, is the page's. */
export const isOurOrigin = (given: string): boolean => given === origin || given === `${origin}/`
