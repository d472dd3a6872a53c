import { app } from 'electron'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Where things lie: in the repository, or in a package (weights beside its archive, as they are read from outside). */
export const places = {
  page: join(root, 'dist', 'page'),
  preload: join(root, 'dist', 'electron', 'preload.cjs'),
  recognizer: join(root, 'dist', 'electron', 'recognizer', 'process.js'),
  models: app.isPackaged ? join(process.resourcesPath, 'models') : join(root, 'native-models', 'models'),
  /** Packages on Mac and Windows have it in their binary. */
  icon: process.platform === 'linux' ? join(root, 'electron', 'resources', 'icon.png') : undefined,
}
