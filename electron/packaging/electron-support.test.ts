/** Item 16 of Electron's checklist: docs/security.md. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'node:test'
import { supportOf } from './electron-support.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const text = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8')
const locked = (): string => {
  const { packages } = JSON.parse(text('package-lock.json')) as { packages: Record<string, { version: string }> }
  return packages['node_modules/electron']!.version
}

test('the newest three majors of Electron are supported', () => {
  const published = [
    '42.9.9',
    '44.1.0',
    '45.0.0-beta.3',
    '43.2.0',
    '45.2.10',
    '45.2.9',
    '46.0.0-alpha.1',
    '46.0.0-nightly.1',
  ]
  const says = (version: string): readonly [boolean, string] => {
    const { supported, says } = supportOf(version, published)
    return [supported, says]
  }
  assert.deepEqual(says('45.2.10'), [true, 'Electron 45.2.10 is supported.'])
  assert.deepEqual(says('44.1.0'), [true, 'Electron 44.1.0 is supported.'])
  assert.deepEqual(says('45.2.9'), [
    true,
    'Electron 45.2.9 is supported, and 45.2.10 mends it further: npm update electron.',
  ])
  assert.deepEqual(says('43.2.0'), [
    true,
    'Electron 43.2.0 is supported until Electron 46 comes out. Raise it to 45 before.',
  ])
  const [supported, why] = says('42.9.9')
  assert.equal(supported, false)
  assert.match(why, /^Electron 42\.9\.9 gets no more fixes: 43 is the oldest .* electron@45/)
  assert.throws(() => supportOf('45.0.0', []), /No stable version/)
})

test('the check fails where the locked Electron is out of support, or nobody says', () => {
  const check = (input: string): { readonly status: number | null; readonly said: string } => {
    const script = fileURLToPath(new URL('check-electron.js', import.meta.url))
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], { input, encoding: 'utf8' })
    return { status, said: stdout + stderr }
  }
  const major = Number(locked().split('.')[0])
  const versions = (newest: number): string => JSON.stringify([`${newest}.0.0`, locked()])
  assert.equal(check(versions(major + 2)).status, 0)
  assert.deepEqual(
    [check(versions(major + 3)).status, check(versions(major + 3)).said.includes('no more fixes')],
    [1, true],
  )
  for (const nothing of ['', '{"error":{"code":"ENOTFOUND"}}']) {
    const { status, said } = check(nothing)
    assert.deepEqual([status, said.includes('did not say')], [1, true])
  }
})

test('one major of Electron is asked for, every fix of it is taken, and nothing names another', () => {
  const { devDependencies, dependencies } = JSON.parse(text('package.json')) as Record<string, Record<string, string>>
  const [, major] = /^\^(\d+)\.\d+\.\d+$/.exec(devDependencies?.['electron'] ?? '') ?? []
  assert.equal(locked().split('.')[0], major)
  assert.equal(dependencies?.['electron'], undefined)
  assert.doesNotMatch(text('electron-builder.yml'), /electronVersion|electronDist/)
})

test('no package is made by the workflow before the check, which also runs every week', () => {
  const [packaging, weekly] = ['package.yml', 'electron.yml'].map((name) => text('.github', 'workflows', name))
  const check = /run: npm run electron:supported\n/
  assert.ok(packaging!.search(check) > 0 && packaging!.search(check) < packaging!.search(/run: npm run package/))
  assert.match(weekly!, check)
  assert.match(weekly!, /schedule:\n {4}- cron: '[^']+ \* \* \d'/)
  assert.match(
    text('.github', 'dependabot.yml'),
    /package-ecosystem: npm\n(.*\n)*?.*interval: weekly\n(.*\n)*?.*- dependency-name: electron\n/,
  )
})
