/**
 * The first script of the desktop app: what Electron takes before it is ready and never after. It is CommonJS, because a
 * CommonJS script is run in the very first turn, whoever launches it; an ES module may be too late. All else is main.ts.
 */
import type { main } from './main.ts'
import type { scheme } from './page/our-page.ts'

// eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
const { app, dialog, protocol } = require('electron') as typeof import('electron')

// Every renderer, whatever its window says. Both at once would end each process of Chromium at its start.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()

// actscope: is a scheme with origins, fetch and streams, as https has them.
protocol.registerSchemesAsPrivileged([
  {
    scheme: 'actscope' satisfies typeof scheme,
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
  },
])

// Chromium asks for nothing by itself, and no name resolves to an address.
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
for (const name of [
  'disable-background-networking',
  'disable-breakpad',
  'disable-component-update',
  'disable-default-apps',
  'disable-domain-reliability',
  'disable-sync',
  'no-pings',
]) {
  app.commandLine.appendSwitch(name)
}

// macOS: "open with", and files dropped on the icon. The first ones come before the app is ready.
const early: string[] = []
const collect = (event: { preventDefault(): void }, path: string): void => {
  event.preventDefault()
  early.push(path)
}
app.on('open-file', collect)

// By a name that the compiler does not follow: this file is compiled apart from the ES modules.
const entry = ['.', 'main.js'].join('/')
;(import(entry) as Promise<{ main: typeof main }>)
  .then((loaded) => {
    app.off('open-file', collect)
    return loaded.main(early)
  })
  .catch((error: unknown) => {
    // Without this there would be a process, and nothing to see of it.
    dialog.showErrorBox(
      'Actscope cannot start',
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    )
    app.exit(1)
  })
