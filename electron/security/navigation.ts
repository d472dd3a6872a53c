import type { App, WebContents } from 'electron'
import { isOurPage } from '../page/our-page.ts'

/** No contents of this app ever leave our page, open a window, or hold a <webview>. */
export function restrictNavigation(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
    })
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) refuse(contents, name)
  })
}

function refuse(contents: WebContents, name: 'will-navigate' | 'will-frame-navigate' | 'will-redirect'): void {
  // The three have the same event; their overloads do not unite.
  contents.on(name as 'will-navigate', (event) => {
    if (!isOurPage(event.url)) event.preventDefault()
  })
}
