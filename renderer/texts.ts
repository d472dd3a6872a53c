/**
 * Every English text that people see, in one place, ready for translation. Sentences that the recogniser writes (errors)
 * come with their messages.
 */
import type { CommandName } from './commands.ts'

export const texts = {
  app: 'Actscope',

  /** Names of the commands, in menus, tooltips and the list of shortcuts. */
  commands: {
    'open-files': 'Open videos…',
    'open-folder': 'Open a folder…',
    export: 'Export…',
    'view-live': 'Live',
    'view-files': 'Files',
    'view-models': 'Models',
    pause: 'Pause',
    snapshot: 'Take a snapshot',
    record: 'Record',
    mirror: 'Mirror the picture',
    compare: 'Compare two models',
    present: 'Presentation',
    'full-screen': 'Full screen',
    settings: 'Settings',
    theme: 'Light or dark',
    shortcuts: 'Keyboard shortcuts',
    'variant-1': 'Model 1',
    'variant-2': 'Model 2',
    'variant-3': 'Model 3',
    'variant-4': 'Model 4',
    'variant-5': 'Model 5',
    'variant-6': 'Model 6',
    'variant-7': 'Model 7',
    'variant-8': 'Model 8',
    'variant-9': 'Model 9',
  } satisfies Record<CommandName, string>,

  /** The desktop's own menu. */
  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    camera: 'Camera',
    model: 'Model',
    window: 'Window',
    help: 'Help',
  },
} as const
