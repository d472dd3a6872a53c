import type { Session } from 'electron'
import { scheme } from '../page/our-page.ts'

/** The page talks to nobody: of all addresses only our own scheme and what the page made itself are loaded. */
export function refuseNetwork(session: Session, devtools: boolean): void {
  const allowed = new Set([`${scheme}:`, 'blob:', 'data:', ...(devtools ? ['devtools:'] : [])])
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !URL.canParse(details.url) || !allowed.has(new URL(details.url).protocol) })
  })
  session.setSpellCheckerEnabled(false)
  if (process.platform !== 'darwin') session.setSpellCheckerLanguages([]) // macOS has its own; others download
}
