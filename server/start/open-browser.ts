import { spawn } from 'node:child_process'

/** Opens the address in the user's browser, if there is a screen to show it on. That it cannot is no fault: it is printed. */
export function openBrowser(address: string): void {
  const program = browserCommand(process.platform, process.env)
  if (program === undefined) return
  const [command, ...rest] = program
  try {
    // Without a shell: nothing in the address is ever a command.
    const child = spawn(command, [...rest, address], { stdio: 'ignore', detached: true })
    child.on('error', () => undefined)
    child.unref()
  } catch {
    // As above.
  }
}

/** The program that opens addresses, and what comes before the address. */
export function browserCommand(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly [string, ...string[]] | undefined {
  if (set(env['SSH_CONNECTION'])) return undefined // the screen is elsewhere
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'] // `start` is a word of the shell's
  return set(env['DISPLAY']) || set(env['WAYLAND_DISPLAY']) ? ['xdg-open'] : undefined
}

const set = (value: string | undefined): boolean => value !== undefined && value !== ''
