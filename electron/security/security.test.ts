/** What docs/security.md says, held in the real app. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after, before, describe } from 'node:test'
import { failureInPage, inPage, noElectron, root, sample, start, type Started } from '../app.fixture.ts'

describe('the window', { skip: noElectron, timeout: 240_000 }, () => {
  let app: Started['app']
  let page: Started['page']
  /** A server of the network, and what it was asked. */
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end('reached')
  })
  let address = ''

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    ;({ app, page } = await start())
  })
  after(() => server.close())

  test('has the preferences that matter, and not those that would undo them', async () => {
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      const contents = window!.webContents as unknown as { getLastWebPreferences(): object }
      return contents.getLastWebPreferences() as Record<string, unknown>
    })
    for (const on of ['sandbox', 'contextIsolation', 'webSecurity'])
      assert.equal(preferences[on], true, `${on} is ${String(preferences[on])}`)
    const off = ['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames', 'webviewTag']
    for (const name of [...off, 'allowRunningInsecureContent', 'experimentalFeatures', 'spellcheck'])
      assert.notEqual(preferences[name], true, `${name} is on`)
    assert.ok(!preferences['enableBlinkFeatures'], 'no feature of Blink is turned on')
  })

  test('is shown by the Electron that package.json asks for', async (t) => {
    const version = await app.evaluate(() => process.versions.electron)
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      devDependencies: { electron: string }
    }
    const wanted = devDependencies.electron
    const [has, asked] = [version, wanted.slice(1)].map((each) => each.split('.')[0])
    const named = ['ELECTRON_EXECUTABLE', 'ELECTRON_OVERRIDE_DIST_PATH'].some(
      (name) => (process.env[name] ?? '') !== '',
    )
    if (named && has !== asked)
      t.skip(`the Electron named for these tests is ${version}, package.json asks for ${wanted}`)
    else assert.equal(has, asked)
  })

  test('gives the page nothing of Node or Electron but the bridge', async () => {
    const kinds = await inPage(page, 'return [typeof require, typeof process, typeof module, typeof Buffer]')
    assert.deepEqual(kinds, ['undefined', 'undefined', 'undefined', 'undefined'])
    const source = readFileSync(join(root, 'renderer', 'shell', 'bridge.ts'), 'utf8')
    const [, body = ''] = /^export interface Bridge \{\n([^]*?)^\}/m.exec(source) ?? []
    const members = [...body.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, name]) => name)
    assert.deepEqual(new Set(await inPage<string[]>(page, 'return Object.keys(actscope)')), new Set(members))
  })

  test('cannot have the bridge replaced by the page', async () => {
    await failureInPage(page, `window.actscope = { platform: 'evil' }`)
    await failureInPage(page, `actscope.platform = 'evil'`)
    assert.notEqual(await inPage(page, 'return actscope.platform'), 'evil')
  })

  test('runs no text as code, and no script that is not a file of ours', async () => {
    // In a turn of its own: the debugger that runs the test is above the policy.
    const later = 'await new Promise((resolve) => setTimeout(resolve));'
    assert.equal(await failureInPage(page, `${later} eval('1')`), 'EvalError')
    assert.equal(await failureInPage(page, `${later} new Function('return 1')()`), 'EvalError')
    const ran = await inPage(
      page,
      `const inline = document.createElement('script')
       inline.textContent = 'window.ran = true'
       document.head.append(inline)
       const blob = document.createElement('script')
       blob.src = URL.createObjectURL(new Blob(['window.ran = true']))
       document.head.append(blob)
       await new Promise((resolve) => { blob.onerror = blob.onload = resolve })
       return window.ran === true`,
    )
    assert.equal(ran, false)
  })

  test('sends its security headers with every answer', async () => {
    const headers = await inPage<Record<string, string>>(
      page,
      `return Object.fromEntries((await fetch('/index.html')).headers)`,
    )
    const policy = headers['content-security-policy'] ?? ''
    assert.match(policy, /default-src 'none'/)
    assert.doesNotMatch(policy, /unsafe|\*|https?:/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
    assert.equal(headers['referrer-policy'], 'no-referrer')
  })

  test('gets a camera, and no microphone, place, notification, screen, clipboard or device', async () => {
    const media = (wish: string): string =>
      `(await navigator.mediaDevices.getUserMedia(${wish})).getTracks().forEach((track) => track.stop())`
    assert.equal(await failureInPage(page, media('{ video: true }')), 'no error')
    assert.equal(await failureInPage(page, media('{ audio: true }')), 'NotAllowedError')
    assert.equal(await failureInPage(page, media('{ audio: true, video: true }')), 'NotAllowedError')
    assert.notEqual(await failureInPage(page, 'await navigator.mediaDevices.getDisplayMedia()'), 'no error')
    assert.equal(await inPage(page, 'return Notification.requestPermission()'), 'denied')
    const place = `return new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve(0), ({ code }) => resolve(code)))`
    assert.equal(await inPage(page, place), 1)
    for (const name of ['geolocation', 'microphone', 'notifications', 'midi', 'clipboard-read'])
      assert.equal(
        await inPage(page, `return (await navigator.permissions.query({ name: '${name}' })).state`),
        'denied',
      )
    assert.notEqual(await failureInPage(page, 'await navigator.clipboard.readText()'), 'no error')
    for (const device of [
      'usb.requestDevice({ filters: [] })',
      'serial.requestPort()',
      'hid.requestDevice({ filters: [] })',
    ])
      assert.notDeepEqual(
        await inPage(
          page,
          `try { const got = await navigator.${device}; return [got].flat().length > 0 } catch { return false }`,
        ),
        true,
      )
  })

  test('opens no other window, and stays where it is', async () => {
    assert.equal(await inPage(page, `return window.open('${address}') === null`), true)
    assert.equal(await inPage(page, `return window.open('about:blank') === null`), true)
    const here = page.url()
    await inPage(page, `location.href = '${address}/left'`)
    await inPage(page, `location.href = 'file:///etc/passwd'`)
    await inPage(page, `const link = document.createElement('a'); link.href = '${address}/link'; link.click()`)
    await inPage(page, `location.href = '/assets/'`)
    await new Promise((resolve) => setTimeout(resolve, 300))
    assert.equal(page.url(), here)
    assert.equal(app.windows().length, 1)
    assert.deepEqual(asked, [])
  })

  test('holds no frame and no webview', async () => {
    const frames = await inPage(
      page,
      `const frame = document.createElement('iframe')
       frame.src = '${address}/frame'
       document.body.append(frame, document.createElement('webview'))
       await new Promise((resolve) => setTimeout(resolve, 300))
       const inside = (() => { try { return frame.contentDocument?.body.textContent ?? '' } catch { return '' } })()
       frame.remove()
       return inside`,
    )
    assert.equal(frames, '')
    assert.deepEqual(asked, [])
  })

  test('reaches no network: not by fetch, picture, socket or beacon, and not from its session', async () => {
    assert.equal(await failureInPage(page, `await fetch('${address}/fetch')`), 'TypeError')
    const others = `
      const image = new Image()
      const loaded = new Promise((resolve) => { image.onload = () => resolve('loaded'); image.onerror = () => resolve('refused') })
      image.src = '${address}/image'
      let beacon = false
      try { beacon = navigator.sendBeacon('${address}/beacon', 'x') } catch { /* refused */ }
      const socket = new Promise((resolve) => {
        try {
          const opened = new WebSocket('${address.replace('http', 'ws')}')
          opened.onopen = () => resolve('open')
          opened.onerror = () => resolve('refused')
        } catch { resolve('refused') }
      })
      return [await loaded, await socket]`
    assert.deepEqual(await inPage(page, others), ['refused', 'refused'])
    // Without the page's policy in the way.
    const session = await app.evaluate(
      ({ session }, url) =>
        session.defaultSession.fetch(url).then(
          () => 'reached',
          (error: unknown) => String(error),
        ),
      `${address}/session`,
    )
    assert.match(session, /ERR_BLOCKED_BY_CLIENT/)
    assert.deepEqual(asked, [])
  })

  test('serves nothing but the page: no way out of its folder, no other host, no other method', async () => {
    const outside = [
      '/../../package.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/package.json',
      '/..%5c..%5cpackage.json',
      '/assets/..%2f..%2felectron/main.js',
      '//etc/passwd',
      '/%2fetc%2fpasswd',
      '/C:%5cWindows%5cwin.ini',
      '/index.html%00.js',
      '/%',
      '/.vite/manifest.json',
      '/assets',
      '/package.json',
      '/media/../index.html/..%2f',
    ]
    const statuses = await app.evaluate(
      ({ net }, paths) =>
        Promise.all(
          paths.map((path) =>
            net.fetch(`actscope://app${path}`).then(
              ({ status }) => status,
              () => 0,
            ),
          ),
        ),
      outside,
    )
    assert.deepEqual(
      statuses.map((status, at) => [outside[at], status === 404 || status === 0 ? 'none' : status]),
      outside.map((path) => [path, 'none']),
    )
    const others = await app.evaluate(async ({ net }) => {
      const of = (url: string, method = 'GET'): Promise<number> =>
        net.fetch(url, { method }).then(
          ({ status }) => status,
          () => 0,
        )
      return [await of('actscope://app/'), await of('actscope://other/index.html'), await of('actscope://app/', 'POST')]
    })
    assert.deepEqual(others, [200, 404, 405])
  })

  test('answers only the main frame of its own page', async () => {
    const answers = await app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const webPreferences = { preload, sandbox: true, contextIsolation: true }
        const foreign = new BrowserWindow({ show: false, webPreferences })
        // Nothing foreign can be loaded; an empty page with our preload script is as near as it gets.
        await foreign.loadURL('data:text/html,foreign')
        const tries = [
          'actscope.openFiles("files")',
          'actscope.copy("stolen")',
          'actscope.openSink("record", "x", "json")',
          'actscope.openDropped([])',
        ]
        const results = await Promise.all(
          tries.map((code) =>
            foreign.webContents.executeJavaScript(`${code}.then(() => 'answered', () => 'refused')`).then(String),
          ),
        )
        foreign.destroy()
        return results
      },
      join(root, 'dist', 'electron', 'preload.cjs'),
    )
    assert.deepEqual(answers, ['refused', 'refused', 'refused', 'refused'])
  })

  test('answers nonsense of the page by an error, and goes on', async () => {
    const faults = await inPage<{ fault?: { code: string } }[]>(
      page,
      `return Promise.all([
         actscope.openFiles('everything'), actscope.openSink('record', 'x', 'exe'), actscope.writeSink(-1, new Uint8Array(1)),
         actscope.writeSink(99, new Uint8Array(1)), actscope.closeSink('one'), actscope.copy({ toString: 1 }),
         actscope.setFullScreen('yes'),
       ])`,
    )
    for (const result of faults) assert.equal(result.fault?.code, 'shell-failed')
    await inPage(page, `actscope.showState({ view: 'elsewhere' }); actscope.revealSaved('x'); actscope.revealSaved(77)`)
    assert.deepEqual(await inPage(page, `return actscope.copy('still there')`), { ok: undefined })
    assert.equal(await app.evaluate(({ clipboard }) => clipboard.readText()), 'still there')
  })
})

test('a second file that Actscope did not open cannot be read', { skip: noElectron, timeout: 240_000 }, async () => {
  const { page } = await start([sample])
  const statuses = await inPage(
    page,
    `const of = async (path, init) => (await fetch('/media/' + path, init)).status
     return [await of('none'), await of('00000000-0000-0000-0000-000000000000'), await of('../../package.json'),
       await of(encodeURIComponent('${sample}'))]`,
  )
  assert.deepEqual(statuses, [404, 404, 404, 404])
})
