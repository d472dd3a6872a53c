/** The packaged app (dist/package, made by `npm run package -- --dir`): what it holds, and that it runs. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import test, { describe } from 'node:test'
import { chromium } from 'playwright'
import { asRoot, call, environment, inPage, noElectron, received, root, sample } from '../app.fixture.ts'
import { spyOnPort, temporaryFolder, until } from '../app.fixture.ts'
import { shipped } from './licences.ts'

const folder = join(root, 'dist', 'package', 'linux-unpacked')
const executable = join(folder, 'actscope')
const archive = join(folder, 'resources', 'app.asar')
const skip = !existsSync(executable) ? 'there is no package here (npm run package -- --dir)' : noElectron

interface Asar {
  readonly listPackage: (archive: string, options: object) => string[]
}
interface Fuses {
  readonly getCurrentFuseWire: (executable: string) => Promise<Record<number, number>>
  readonly FuseV1Options: Record<string, number>
}
const builders = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'))

describe('the package', { skip, timeout: 240_000 }, () => {
  test('holds what runs, and nothing else', async () => {
    const { listPackage } = (await import(builders.resolve('@electron/asar'))) as Asar
    const files = listPackage(archive, { isPack: false })
    for (const wanted of [
      '/dist/electron/boot.cjs',
      '/dist/electron/preload.cjs',
      '/dist/electron/recognizer/process.js',
      '/dist/page/index.html',
    ])
      assert.ok(files.includes(wanted), wanted)
    const ours = files.filter((file) => !file.startsWith('/node_modules'))
    const stray = ours.filter((file) =>
      /\.(map|ts)$|\.(test|fixture)\.|\/(training|samples|bench|e2e|server|packaging)(\/|$)/.test(file),
    )
    assert.deepEqual(stray, [])
    const modules = files.flatMap((file) => /^\/node_modules\/((?:@[^/]+\/)?[^/@][^/]*)$/.exec(file)?.[1] ?? [])
    assert.ok(modules.length >= 4, modules.join(' '))
    assert.deepEqual(
      modules.filter((name) => !shipped.test(name)),
      [],
    )
    assert.equal(existsSync(join(folder, 'resources', 'app')), false, 'no second application lies beside ours')
    assert.ok(statSync(archive).size < 2 ** 26, 'native parts and weights lie outside of the archive')
  })

  test('tells the licences of others', () => {
    const text = readFileSync(join(folder, 'resources', 'THIRD-PARTY-LICENSES.txt'), 'utf8')
    for (const name of [
      'react',
      'mediabunny',
      'onnxruntime-node',
      'node-av',
      'zod',
      '@seydx/node-av-linux-x64',
      '@fontsource-variable/inter',
    ])
      assert.match(text, new RegExp(`^${name} \\d`, 'm'))
  })

  test('has its fuses set', async () => {
    const { getCurrentFuseWire, FuseV1Options } = (await import(builders.resolve('@electron/fuses'))) as Fuses
    const wire = await getCurrentFuseWire(executable)
    const is = (name: string): boolean => wire[FuseV1Options[name]!] === '1'.charCodeAt(0)
    for (const on of ['EnableCookieEncryption', 'EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar'])
      assert.equal(is(on), true, on)
    const off = ['RunAsNode', 'EnableNodeOptionsEnvironmentVariable', 'EnableNodeCliInspectArguments']
    for (const name of [...off, 'LoadBrowserProcessSpecificV8Snapshot', 'GrantFileProtocolExtraPrivileges'])
      assert.equal(is(name), false, name)
  })

  test('starts, recognizes a file, and has its camera', async () => {
    const words = [
      ...asRoot,
      `--user-data-dir=${temporaryFolder()}`,
      '--remote-debugging-port=0',
      '--use-fake-device-for-media-stream',
    ]
    const child = spawn(executable, words, { env: await environment(), stdio: ['ignore', 'ignore', 'pipe'] })
    try {
      let said = ''
      child.stderr.on('data', (text: Buffer) => (said += text.toString()))
      const address = await until(() => Promise.resolve(/ws:\/\/\S+/.exec(said)?.[0]), 'it listens to the test')
      // While the app's first processes come and go, Playwright may wait for one of them that has gone.
      const connect = () => chromium.connectOverCDP(address, { timeout: 8000 }).catch(() => undefined)
      const browser = await until(connect, 'Playwright is connected')
      const page = await until(() => Promise.resolve(browser.contexts()[0]?.pages()[0]), 'its window is open')
      await spyOnPort(page)
      await page.reload()
      await until(async () => (await received(page, 'hello')).length > 0, 'the recognizer says hello')
      const { variants } = await call<{ variants: { id: string }[] }>(page, 'list-variants', {})
      assert.ok(variants.some(({ id }) => id === 'res34-se-im-net/everyday'))
      await inPage(
        page,
        `document.body.append(Object.assign(document.createElement('input'), { id: 'drop', type: 'file' }))`,
      )
      // Playwright would send the bytes over this connection, and the file would have no path.
      const devtools = await page.context().newCDPSession(page)
      const { result } = await devtools.send('Runtime.evaluate', { expression: `document.querySelector('#drop')` })
      await devtools.send('DOM.setFileInputFiles', { files: [sample], objectId: result.objectId! })
      const file = await inPage<string>(
        page,
        `return (await actscope.openDropped([...document.querySelector('#drop').files])).ok.files[0].id`,
      )
      const ask = { file, variant: 'res34-se-im-net/everyday', device: 'cpu', timeline: false, settings: {} }
      const { job } = await call<{ job: number }>(page, 'file-recognize', ask)
      const label = await until(async () => {
        const found = await received<{ job: number; probabilities: object }>(page, 'file-label')
        return found.find((each) => each.job === job)
      }, 'the file has a label')
      const scores = Object.values(label.probabilities) as number[]
      assert.ok(Math.max(...scores) > 0.5)
      // The app's own handlers decide about the permission; the camera is Chromium's fake one.
      const width = await inPage<number>(
        page,
        `const [track] = (await navigator.mediaDevices.getUserMedia({ video: true })).getVideoTracks()
       return track.getSettings().width`,
      )
      assert.ok(width > 0)
      await browser.close()
    } finally {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill()
      await ended
    }
  })
})
