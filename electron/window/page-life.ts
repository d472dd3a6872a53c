import { app, dialog, type BrowserWindow } from 'electron'
import { texts } from '../../renderer/texts.ts'
import { CrashCount } from '../crash-count.ts'
import { isOurPage, pageUrl } from '../page/our-page.ts'

/**
 * What happens when the page goes: `gone` is called when it is left in any way (a reload, a crash, the window closes);
 * after a crash it is loaded again, and after three within five minutes somebody is asked.
 */
export function watchPage(window: BrowserWindow, gone: () => void): void {
  const { webContents } = window
  const crashes = new CrashCount()
  webContents.on('did-start-navigation', ({ url, isMainFrame, isSameDocument }) => {
    // Told of every try, also of those that navigation.ts then refuses. For the first page, nothing is there to go.
    if (isMainFrame && !isSameDocument && isOurPage(url)) gone()
  })
  window.once('closed', gone)
  webContents.on('render-process-gone', (_event, { reason }) => {
    gone()
    if (reason === 'clean-exit' || window.isDestroyed()) return
    if (!crashes.ended(Date.now())) void webContents.loadURL(pageUrl)
    else void askAfterCrashes(window, crashes)
  })
}

async function askAfterCrashes(window: BrowserWindow, crashes: CrashCount): Promise<void> {
  const { windowFailed, windowFailedDetail, loadAgain, quitNow } = texts.menu
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: windowFailed,
    detail: windowFailedDetail,
    buttons: [loadAgain, quitNow],
  })
  if (response !== 0) app.quit()
  if (response !== 0 || window.isDestroyed()) return
  crashes.forgive()
  void window.webContents.loadURL(pageUrl)
}
