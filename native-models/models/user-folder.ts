import { homedir } from 'node:os'
import { join } from 'node:path'

/** What the folder of a user's own variants depends on. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly home: string
}

const here = (): Surroundings => ({ env: process.env, platform: process.platform, home: homedir() })

/**
 * Where a user's own variants lie: ACTSCOPE_MODELS, or `models` in the place that the system has for a program's data
 * (https://specifications.freedesktop.org/basedir-spec on Linux). It need not exist.
 */
export function userModels({ env, platform, home }: Surroundings = here()): string {
  const named = env['ACTSCOPE_MODELS']
  if (named !== undefined && named !== '') return named
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Actscope', 'models')
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Actscope', 'models')
  const data = env['XDG_DATA_HOME']
  // The specification: a path that is not absolute is to be ignored.
  return join(data?.startsWith('/') === true ? data : join(home, '.local', 'share'), 'actscope', 'models')
}
