import type { CommandName } from '../commands.ts'
import { faultOf } from '../store/faults.ts'
import { changeSettings } from '../store/store.ts'
import { openFiles, type App } from './app.ts'
import { chooseVariant, toggleComparing } from './live/choice.ts'

/** Does what a key, a menu item or a button asks for. Faults become notices. */
export function runCommand(app: App, command: CommandName): void {
  void perform(app, command).catch((error: unknown) => app.notices.fault(faultOf(error)))
}

async function perform(app: App, command: CommandName): Promise<void> {
  const { store, shell, live, recorder, files } = app
  const { settings, live: now, dialog, presenting, fullScreen, variants, camera } = store.getState()
  const isLive = settings.view === 'live' && camera.state === 'on'
  switch (command) {
    case 'open-files':
    case 'open-folder':
      openFiles(app, await shell.openFiles(command === 'open-files' ? 'files' : 'folder'))
      break
    case 'export':
      files.export()
      break
    case 'view-live':
    case 'view-files':
    case 'view-models':
      changeSettings(store, { view: command.slice(5) as 'live' | 'files' | 'models' })
      break
    case 'pause':
      if (isLive) live.setPaused(!now.paused)
      break
    case 'snapshot':
      if (isLive) await recorder.snapshot()
      break
    case 'record':
      if (isLive) await recorder.toggle()
      break
    case 'mirror':
      changeSettings(store, { mirror: !settings.mirror })
      break
    case 'compare':
      toggleComparing(app)
      break
    case 'present':
      store.setState({ presenting: !presenting, dialog: undefined })
      if (!presenting) changeSettings(store, { view: 'live' })
      break
    case 'full-screen':
      await shell.setFullScreen(!fullScreen)
      break
    case 'settings':
    case 'shortcuts':
      store.setState({ dialog: dialog === command ? undefined : command })
      break
    case 'theme':
      changeSettings(store, { theme: settings.theme === 'dark' ? 'light' : 'dark' })
      break
    default: {
      const variant = variants[Number(command.slice('variant-'.length)) - 1]
      if (variant !== undefined) chooseVariant(app, variant.id)
    }
  }
}
