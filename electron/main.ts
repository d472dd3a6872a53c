/** The desktop app's main process: puts its parts together. Begun by boot.cts. */
import { app } from 'electron'
import { filesOfArguments } from './start/files-of-arguments.ts'
import { Desktop } from './desktop.ts'
import { restrictNavigation } from './security/navigation.ts'
import { isFirstInstance } from './start/single-instance.ts'

/** `early`: files that the system wanted to be opened before this was loaded. */
export async function main(early: readonly string[]): Promise<void> {
  app.setName('Actscope')
  restrictNavigation(app)

  const desktop = new Desktop()
  const open = (paths: readonly string[]): void => {
    desktop.openFromOutside(paths)
    desktop.show()
  }
  const files = filesOfArguments(process.argv, app.isPackaged, process.cwd())
  if (!isFirstInstance(app, files, open)) {
    app.quit()
    return
  }
  desktop.openFromOutside([...files, ...early])
  app.on('open-file', (event, path) => {
    event.preventDefault()
    open([path])
  })
  app.on('activate', () => {
    desktop.show()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on(
    'will-quit',
    endFirst(() => desktop.end()),
  )
  await app.whenReady()
  desktop.start()
}

/** Holds up the end of the app, once, until all is given back. */
function endFirst(end: () => Promise<void>): (event: { preventDefault(): void }) => void {
  let ended = false
  return (event) => {
    if (ended) return
    event.preventDefault()
    void end().then(() => {
      ended = true
      // Not within this event: Electron ignores `quit` while it is still quitting.
      setImmediate(() => {
        app.quit()
      })
    })
  }
}
