/** Why there can be no window on this machine, as a sentence, or undefined. */
export function noDesktop(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  uid: number | undefined,
  switches: readonly string[],
): string | undefined {
  if (platform !== 'linux') return undefined
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY'])
    return 'There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set).'
  if (uid === 0 && !switches.includes('--no-sandbox'))
    return 'As root, Chromium starts without its sandbox only (--no-sandbox).'
  return undefined
}
