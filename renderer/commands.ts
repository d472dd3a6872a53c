/**
 * Everything that a key, a menu item or a button can ask for, with its keys. The desktop menu is built from this table;
 * the page itself listens to the keys (the menu only shows them), so both shells behave alike.
 */
export interface Command {
  /** As KeyboardEvent.key, lower case; `mod` is Cmd on a Mac and Ctrl elsewhere. */
  readonly keys: string | undefined
}

export const commands = {
  'open-files': { keys: 'mod+o' },
  'open-folder': { keys: 'mod+shift+o' },
  export: { keys: 'mod+e' },
  'view-live': { keys: 'mod+1' },
  'view-files': { keys: 'mod+2' },
  'view-models': { keys: 'mod+3' },
  pause: { keys: 'space' },
  snapshot: { keys: 's' },
  record: { keys: 'r' },
  mirror: { keys: 'm' },
  compare: { keys: 'c' },
  present: { keys: 'p' },
  'full-screen': { keys: 'f' },
  settings: { keys: ',' },
  theme: { keys: 't' },
  shortcuts: { keys: '?' },
  'variant-1': { keys: '1' },
  'variant-2': { keys: '2' },
  'variant-3': { keys: '3' },
  'variant-4': { keys: '4' },
  'variant-5': { keys: '5' },
  'variant-6': { keys: '6' },
  'variant-7': { keys: '7' },
  'variant-8': { keys: '8' },
  'variant-9': { keys: '9' },
} as const satisfies Record<string, Command>

export type CommandName = keyof typeof commands

export const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name)
