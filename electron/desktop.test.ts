/** The shell as people meet it: a second start, where the window was, what is saved, the menu, the screen. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { describe } from 'node:test'
import type { BridgeOpened } from '../renderer/shell/bridge.ts'
import { close, drop, environment, inPage, noElectron, root, sample, secondInstance, start } from './app.fixture.ts'
import { temporaryFolder, until, type Started } from './app.fixture.ts'

/** What the page is told on a channel, from now on. */
async function listenIn({ app }: Started, channel: string): Promise<() => Promise<unknown[]>> {
  await app.evaluate(({ BrowserWindow }, channel) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!
    const heard: unknown[] = []
    Object.assign(globalThis, { [`heard ${channel}`]: heard })
    const original = webContents.send.bind(webContents)
    webContents.send = (name: string, ...news: unknown[]): void => {
      if (name === channel) heard.push(news[0])
      original(name, ...news)
    }
  }, channel)
  return () => app.evaluate((_electron, channel) => Reflect.get(globalThis, `heard ${channel}`) as unknown[], channel)
}

describe('the desktop app', { skip: noElectron, timeout: 240_000 }, () => {
  test('a second start passes its files on, and ends', async () => {
    const started = await start()
    const heard = await listenIn(started, 'files')
    const [command, words] = secondInstance(started.userData, [sample, join(root, 'nothing.mp4')])
    const second = spawn(command, words, { env: await environment(), stdio: 'ignore' })
    const code = await new Promise((resolve) => second.once('exit', resolve))
    assert.equal(code, 0)
    const [opened] = (await until(async () => {
      const all = await heard()
      return all.length > 0 && all
    }, 'the files have arrived')) as BridgeOpened[]
    assert.deepEqual(
      opened?.files.map(({ name }) => name),
      ['jumping-jacks.mp4'],
    )
    assert.deepEqual(
      opened.refused.map(({ name, error }) => [name, error.code]),
      [['nothing.mp4', 'file-missing']],
    )
    await close(started.app)
  })

  test('the window comes back as it was', async () => {
    const { app, userData } = await start()
    const wanted = { x: 40, y: 60, width: 1000, height: 700 }
    await app.evaluate(({ BrowserWindow }, bounds) => {
      BrowserWindow.getAllWindows()[0]!.setBounds(bounds)
    }, wanted)
    const bounds = (from: typeof app): Promise<object> =>
      from.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBounds())
    const before = await until(async () => {
      const now = (await bounds(app)) as typeof wanted
      return now.width === wanted.width && now
    }, 'it has its size')
    await close(app)
    const again = await start([], userData)
    assert.deepEqual(await bounds(again.app), before)
    await close(again.app)
  })

  test('a folder is searched, links in a circle included; the same file has the same id', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'in', 'deep'), { recursive: true })
    for (const place of ['b.mp4', 'a10.mkv', 'a9.mkv', 'notes.txt', '.hidden.mp4', 'in/c.webm', 'in/deep/d.avi'])
      writeFileSync(join(folder, place), 'x')
    symlinkSync(folder, join(folder, 'in', 'round'))
    mkdirSync(join(folder, 'empty'))
    const started = await start()
    const heard = await listenIn(started, 'files')
    const open = (...paths: string[]): Promise<void> =>
      started.app.evaluate(({ app }, paths) => void app.emit('second-instance', {}, [], '', { paths }), paths)
    await open(folder, join(folder, 'b.mp4'), join(folder, 'empty'), join(folder, 'notes.txt'))
    const [opened] = (await until(async () => {
      const all = await heard()
      return all.length > 0 && all
    }, 'it was searched')) as BridgeOpened[]
    const names = opened?.files.map(({ name }) => name)
    assert.deepEqual(names, ['a9.mkv', 'a10.mkv', 'b.mp4', 'c.webm', 'd.avi'])
    assert.deepEqual(
      opened?.refused.map(({ name, error }) => [name, error.code]),
      [
        ['empty', 'not-a-video'],
        ['notes.txt', 'not-a-video'],
      ],
    )
    const dropped = await drop(started, join(folder, 'b.mp4'))
    assert.equal(dropped.files[0]?.id, opened.files[2]?.id)
    await close(started.app)
  })

  test('what is recorded gets a free name, and outlives the page; what is saved is whole or not there', async () => {
    const { app, page } = await start()
    const folder = temporaryFolder()
    await app.evaluate(({ app }, folder) => {
      app.setPath('videos', folder)
    }, folder)
    const record = `
      const { ok: sink } = await actscope.openSink('record', '../clip: 1?', 'webm')
      await Promise.all([1, 2, 3].map((byte) => actscope.writeSink(sink, new Uint8Array([byte]))))`
    const names: string[] = []
    for (let i = 0; i < 2; i++) {
      const saved = await inPage<{ ok: { name: string; place: string } }>(
        page,
        `${record}; return actscope.closeSink(sink)`,
      )
      names.push(saved.ok.name)
      assert.match(saved.ok.place, /\/Actscope$/)
    }
    assert.deepEqual(names, ['-clip- 1-.webm', '-clip- 1- (2).webm'])
    const place = join(folder, 'Actscope')
    assert.deepEqual([...readFileSync(join(place, names[0]!))], [1, 2, 3])

    const target = join(folder, 'saved.json')
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, target)
    writeFileSync(target, 'before')
    await inPage(
      page,
      `const { ok: sink } = await actscope.openSink('save', 'saved', 'json'); await actscope.writeSink(sink, new Uint8Array(9))`,
    )
    await inPage(page, record)
    await page.reload()
    await until(() => Promise.resolve(readdirSync(place).includes('-clip- 1- (3).webm')), 'the recording is kept')
    assert.equal(readFileSync(target, 'utf8'), 'before')
    await until(
      () => Promise.resolve(!readdirSync(folder).some((name) => name.endsWith('.part'))),
      'nothing half is left',
    )
    assert.equal(readdirSync(place).length, 3)

    await app.evaluate(({ dialog }) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' })
    })
    assert.deepEqual(await inPage(page, `return actscope.openSink('save', 'x', 'csv')`), { ok: undefined })
    await app.evaluate(({ dialog }) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: '/proc/nothing/x.csv' })
    })
    const refused = await inPage<{ fault: { code: string } }>(page, `return actscope.openSink('save', 'x', 'csv')`)
    assert.equal(refused.fault.code, 'file-missing')
    await close(app)
  })

  test('an address that is refused changes nothing: recordings go on, and files still arrive', async () => {
    const started = await start()
    const { app, page } = started
    const folder = temporaryFolder()
    await app.evaluate(({ app }, folder) => {
      app.setPath('videos', folder)
    }, folder)
    const heard = await listenIn(started, 'files')
    const { ok: sink } = await inPage<{ ok: number }>(page, `return actscope.openSink('record', 'clip', 'webm')`)
    for (const address of ['https://example.com/', 'file:///etc/passwd', '/assets/'])
      await inPage(page, `location.href = '${address}'; await new Promise((resolve) => setTimeout(resolve, 100))`)
    assert.deepEqual(await inPage(page, `return actscope.writeSink(${sink}, new Uint8Array(3))`), { ok: undefined })
    await app.evaluate(({ app }, path) => void app.emit('second-instance', {}, [], '', { paths: [path] }), sample)
    await until(async () => (await heard()).length > 0, 'the file has arrived')
    const saved = await inPage<{ ok: { name: string } }>(page, `return actscope.closeSink(${sink})`)
    assert.equal(saved.ok.name, 'clip.webm')
    await close(app)
  })

  test('the page that crashes is loaded again', async () => {
    const { app, page } = await start()
    const loaded = app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<string>((resolve) => {
          const { webContents } = BrowserWindow.getAllWindows()[0]!
          webContents.once('did-finish-load', () => {
            resolve(webContents.getURL())
          })
          webContents.forcefullyCrashRenderer()
        }),
    )
    assert.equal(await loaded, 'actscope://app/index.html')
    assert.equal(page.isClosed(), false)
    await close(app)
  })

  test('the menu names what can be done, runs it, and shows what the page tells', async () => {
    const started = await start()
    const { app, page } = started
    const heard = await listenIn(started, 'command')
    const state = {
      view: 'models',
      live: true,
      paused: true,
      recording: false,
      variants: [{ title: 'First', current: true }],
    }
    await inPage(page, `actscope.showState(${JSON.stringify(state)})`)
    const item = (id: string): Promise<{ checked: boolean; enabled: boolean; label: string }> =>
      app.evaluate(({ Menu }, id) => {
        const { checked, enabled, label } = Menu.getApplicationMenu()!.getMenuItemById(id)!
        return { checked, enabled, label }
      }, id)
    await until(async () => (await item('pause')).checked, 'the menu shows it')
    assert.equal((await item('view-models')).checked, true)
    assert.equal((await item('view-live')).checked, false)
    assert.equal((await item('snapshot')).enabled, true)
    assert.deepEqual(await item('variant-1'), { checked: true, enabled: true, label: 'First' })
    await app.evaluate(({ Menu }) => {
      const item = Menu.getApplicationMenu()!.getMenuItemById('export') as unknown as { click: () => void }
      item.click()
    })
    assert.deepEqual(await heard(), ['export'])
    await close(app)
  })
})
