import type { MenuItemConstructorOptions as Item } from 'electron'
import { commands, isCommand, type CommandName } from '../../renderer/commands.ts'
import type { MenuState } from '../../renderer/shell/values.ts'
import { texts } from '../../renderer/texts.ts'

export interface MenuOptions {
  readonly mac: boolean
  readonly devtools: boolean
  readonly run: (command: CommandName) => void
}

/** Before the page has told anything. */
export const firstMenuState: MenuState = { view: 'live', live: false, paused: false, recording: false, variants: [] }

/** The menu, after each system's custom: on a Mac the app's own menu comes first and holds settings and quit. */
export function menuTemplate(state: MenuState, { mac, devtools, run }: MenuOptions): Item[] {
  const item = (command: CommandName, more: Item = {}): Item => ({
    id: command,
    label: texts.commands[command],
    ...shownKeys(command, mac),
    click: () => {
      run(command)
    },
    ...more,
  })
  const only = (when: boolean, ...items: Item[]): Item[] => (when ? items : [])
  const line: Item = { type: 'separator' }
  const view = (command: CommandName, name: MenuState['view']): Item =>
    item(command, { type: 'radio', checked: state.view === name })
  const variants = state.variants.slice(0, 9).map(({ title, current }, at): Item => {
    const command = `variant-${at + 1}`
    if (!isCommand(command)) throw new Error(`There is no command ${command}.`)
    return item(command, { label: title, type: 'checkbox', checked: current })
  })
  const { menu } = texts
  return [
    ...only(mac, {
      label: texts.app,
      submenu: [
        { role: 'about', label: menu.about },
        line,
        item('settings'),
        line,
        { role: 'services' },
        line,
        { role: 'hide', label: menu.hide },
        { role: 'hideOthers' },
        { role: 'unhide' },
        line,
        { role: 'quit', label: menu.quitMac },
      ],
    }),
    {
      label: menu.file,
      submenu: [
        item('open-files'),
        item('open-folder'),
        line,
        item('export'),
        line,
        ...(mac ? [{ role: 'close' } as const] : [item('settings'), line, { role: 'quit', label: menu.quit } as const]),
      ],
    },
    { role: 'editMenu', label: menu.edit },
    {
      label: menu.view,
      submenu: [
        view('view-live', 'live'),
        view('view-files', 'files'),
        view('view-models', 'models'),
        line,
        item('mirror'),
        item('compare'),
        line,
        item('present'),
        item('full-screen'),
        item('theme'),
        line,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        ...only(devtools, line, { role: 'reload' }, { role: 'toggleDevTools' }),
      ],
    },
    {
      label: menu.camera,
      submenu: [
        item('pause', { type: 'checkbox', checked: state.paused, enabled: state.live }),
        item('snapshot', { enabled: state.live }),
        item('record', { type: 'checkbox', checked: state.recording, enabled: state.live || state.recording }),
      ],
    },
    {
      label: menu.model,
      submenu: variants.length > 0 ? variants : [{ label: menu.noModels, enabled: false }],
    },
    { role: 'windowMenu', label: menu.window },
    {
      role: 'help',
      label: menu.help,
      submenu: [item('shortcuts'), ...only(!mac, line, { role: 'about', label: menu.about })],
    },
  ]
}

/**
 * The page listens to the keys itself, so the menu only shows them. On a Mac a shown key is always a live one: the page
 * gets it first, and the menu what the page did not take. Keys without Cmd are not shown there, as they would be taken
 * from whoever types.
 */
function shownKeys(command: CommandName, mac: boolean): Item {
  const { keys } = commands[command]
  if (mac && !keys.startsWith('mod+')) return {}
  const accelerator = keys
    .split('+')
    .map((key) => (key === 'mod' ? 'CmdOrCtrl' : key.charAt(0).toUpperCase() + key.slice(1)))
    .join('+')
  return { accelerator, registerAccelerator: false }
}
