import { resolve } from 'node:path'

/**
 * The files and folders that the app was started with, as absolute paths. `argv` is that of the process; where the app is
 * not packaged, its first plain word is the folder of the app itself. Switches are Chromium's.
 */
export function filesOfArguments(argv: readonly string[], packaged: boolean, folder: string): readonly string[] {
  const words = argv.slice(1).filter((word) => word !== '' && !word.startsWith('-'))
  return words.slice(packaged ? 0 : 1).map((word) => resolve(folder, word))
}
