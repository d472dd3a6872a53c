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
    about: 'About Actscope',
    hide: 'Hide Actscope',
    quit: 'Quit',
    quitMac: 'Quit Actscope',
    noModels: 'No models yet',
    /** Of the system's dialogs. */
    videos: 'Videos',
    openVideos: 'Open videos',
    openFolder: 'Open a folder of videos',
    save: 'Save',
    windowFailed: 'The window keeps failing.',
    windowFailedDetail: 'It was loaded again three times within five minutes. Recordings that were under way are kept.',
    loadAgain: 'Load it again',
    quitNow: 'Quit',
  },

  topBar: {
    views: 'Views',
    device: 'Device that runs the model',
  },

  variants: {
    name: 'Models',
    toggle: (title: string, key: string | undefined, untrained: boolean) =>
      `${title}${untrained ? ' (untrained: its labels mean nothing)' : ''}${key === undefined ? '' : ` (${key})`}. Shift+click compares.`,
    shortcut: 'Toggle to a model',
  },

  notices: { name: 'Messages', close: 'Close this message' },

  parts: { close: 'Close' },

  recogniser: {
    starting: 'Starting the recogniser…',
    restarting: 'The recogniser ended and is being started again…',
    stopped: 'The recogniser has stopped.',
    startAgain: 'Start it again',
    backAgain: 'The recogniser was started again; recognition goes on.',
  },

  live: {
    deviceLost: (from: string, to: string | undefined) => {
      if (to === undefined) return `${from} failed, and no other device could be had.`
      return from === to ? `${from} failed and was started again.` : `${from} failed; ${to} runs from now on.`
    },
  },

  files: { dropHere: 'Drop videos or folders to recognise them' },

  models: {},
} as const
