/**
 * Makes a package for this system: `npm run package` (installers), `npm run package -- --dir` (a folder). Further
 * arguments go to electron-builder. ELECTRON_OVERRIDE_DIST_PATH names an Electron that is here already.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { licences } from './licences.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js')

writeFileSync(join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'), licences(root))
const given = givenElectron(process.env['ELECTRON_OVERRIDE_DIST_PATH'])
const { status } = spawnSync(
  process.execPath,
  [builder, '--config', 'electron-builder.yml', '--publish', 'never', ...given.words, ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
)
given.release()
process.exitCode = status ?? 1

/** A copy of it without an application of its own, which a package would otherwise hold besides ours. */
function givenElectron(folder: string | undefined): {
  readonly words: readonly string[]
  readonly release: () => void
} {
  if (folder === undefined || folder === '') return { words: [], release: () => undefined }
  const copy = mkdtempSync(join(tmpdir(), 'actscope-electron-'))
  const foreign = [join(folder, 'resources', 'app'), join(folder, 'resources', 'login.html')]
  cpSync(folder, copy, { recursive: true, filter: (path) => !foreign.includes(path) })
  const version = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '')
  return {
    words: [`-c.electronDist=${copy}`, `-c.electronVersion=${version}`],
    release: () => {
      rmSync(copy, { recursive: true, force: true })
    },
  }
}
