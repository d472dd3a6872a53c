/** Keys to commands. */
import { commands, isCommand, type CommandName } from '../commands.ts'
import type { Platform } from '../shell/values.ts'

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** The command that these keys stand for. Alt is the system's. */
export function commandOf(pressed: Pressed, platform: Platform): CommandName | undefined {
  if (pressed.altKey) return undefined
  const mod = platform === 'mac' ? pressed.metaKey : pressed.ctrlKey
  const otherMod = platform === 'mac' ? pressed.ctrlKey : pressed.metaKey
  if (otherMod) return undefined
  const key = pressed.key === ' ' ? 'space' : pressed.key.toLowerCase()
  // "?" and the like need Shift on some keyboards and not on others: the sign is what counts.
  const shift = pressed.shiftKey && /^[a-z0-9]$/.test(key)
  const wanted = `${mod ? 'mod+' : ''}${shift ? 'shift+' : ''}${key}`
  return Object.keys(commands).find((name): name is CommandName => isCommand(name) && commands[name].keys === wanted)
}

/** For people: "Ctrl+O", "⌘O". */
export function keysText(command: CommandName, platform: Platform): string {
  const mac = platform === 'mac'
  return commands[command].keys
    .split('+')
    .map((key) => {
      if (key === 'mod') return mac ? '⌘' : 'Ctrl'
      if (key === 'shift') return mac ? '⇧' : 'Shift'
      return key === 'space' ? 'Space' : key.toUpperCase()
    })
    .join(mac ? '' : '+')
}
