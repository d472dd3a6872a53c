/** What needs no window. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import test from 'node:test'
import { texts } from '../renderer/texts.ts'
import { temporaryFolder } from './app.fixture.ts'
import { filesOfArguments } from './arguments.ts'
import { firstMenuState, menuTemplate } from './menu.ts'
import { numbered, safeName } from './saved-names.ts'
import { isTrusted } from './serve-ipc.ts'
import { noDesktop } from './start-checks.ts'
import { readStartArguments } from './start-arguments.ts'
import { unpacked } from './unpacked.ts'
import { fitWindowState, readWindowState, smallest, writeWindowState } from './window-state.ts'

test('messages are taken from the main frame of our page alone', () => {
  const frame = (url: string): object => ({ url })
  const event = (senderFrame: object | null, mainFrame = senderFrame): Parameters<typeof isTrusted>[0] =>
    ({ senderFrame, sender: { mainFrame } }) as unknown as Parameters<typeof isTrusted>[0]
  assert.equal(isTrusted(event(frame('actscope://app/index.html'))), true)
  assert.equal(isTrusted(event(frame('actscope://app/index.html#files'))), true)
  assert.equal(isTrusted(event(frame('actscope://app/index.html'), frame('actscope://app/index.html'))), false)
  assert.equal(isTrusted(event(null)), false)
  for (const url of [
    'https://app/index.html',
    'actscope://other/index.html',
    'actscope://app/media/x',
    'about:blank',
    '',
  ])
    assert.equal(isTrusted(event(frame(url))), false, url)
})

test('names of saved files are plain names of their kind', () => {
  assert.equal(safeName('Events', 'json'), 'Events.json')
  assert.equal(safeName('Events.JSON', 'json'), 'Events.json')
  assert.equal(safeName('../../etc/passwd', 'csv'), '-..-etc-passwd.csv')
  assert.equal(safeName('C:\\Windows\\x', 'csv'), 'C-Windows-x.csv')
  assert.equal(safeName('a\u0000b\nc', 'png'), 'a-b-c.png')
  assert.equal(safeName('. .', 'png'), 'actscope.png')
  assert.equal(safeName('con', 'png'), '_con.png')
  assert.ok(safeName('x'.repeat(1000), 'webm').length < 130)
  assert.equal(numbered('clip.webm', 1), 'clip.webm')
  assert.equal(numbered('clip.webm', 3), 'clip (3).webm')
})

test('the window is put on a screen that is there', () => {
  const screen = { x: 0, y: 0, width: 1600, height: 900 }
  const right = { x: 1600, y: 0, width: 1600, height: 900 }
  const state = { x: 1700, y: 100, width: 1000, height: 700, maximised: false }
  assert.deepEqual(fitWindowState(state, [screen, right]), state)
  assert.deepEqual(fitWindowState(state, [screen]), { width: 1000, height: 700, maximised: false })
  assert.deepEqual(fitWindowState({ ...state, x: 1000, y: 500 }, [screen]), { ...state, x: 600, y: 200 })
  assert.deepEqual(fitWindowState({ width: 1, height: 1, maximised: true }, [screen]), { ...smallest, maximised: true })
  assert.deepEqual(fitWindowState({ ...state, x: 0, width: 5000, height: 5000 }, [screen]), { ...state, ...screen })
})

test('a damaged window state is as none', () => {
  const file = join(temporaryFolder(), 'window.json')
  const none = readWindowState(file)
  for (const text of ['', '{', '[]', '{"width":"1"}', '{"x":1e99,"y":0,"width":900,"height":600,"maximised":false}']) {
    writeFileSync(file, text)
    assert.deepEqual(readWindowState(file), none)
  }
  const state = { x: 1, y: 2, width: 1000, height: 700, maximised: true }
  writeWindowState(file, state)
  assert.deepEqual(readWindowState(file), state)
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), state)
})

test('files of the command line, packaged or not', () => {
  assert.deepEqual(filesOfArguments(['actscope', '--x', 'a.mp4', '/b'], true, '/home'), [
    resolve('/home/a.mp4'),
    resolve('/b'),
  ])
  assert.deepEqual(filesOfArguments(['electron', '--no-sandbox', '.', 'a.mp4'], false, '/home'), [
    resolve('/home/a.mp4'),
  ])
  assert.deepEqual(filesOfArguments(['electron'], false, '/home'), [])
})

test('words of a start are sorted', () => {
  const sort = (...words: string[]): unknown => {
    const { browser, files, server, chromium } = readStartArguments(words, '/home')
    return [browser, files, server, chromium]
  }
  assert.deepEqual(sort('a.mp4', '--no-sandbox'), [false, [resolve('/home/a.mp4')], [], ['--no-sandbox']])
  assert.deepEqual(sort('--browser'), [true, [], [], []])
  assert.deepEqual(sort('--port', '80', '/a.mp4'), [true, [resolve('/a.mp4')], ['--port', '80'], []])
  assert.deepEqual(sort('--host=::', '--no-open', '--odd'), [true, [], ['--host=::', '--no-open', '--odd'], []])
})

test('where there can be no window, a sentence says why', () => {
  assert.equal(noDesktop('darwin', {}, 0, []), undefined)
  assert.match(noDesktop('linux', {}, 1000, []) ?? '', /no display/)
  assert.equal(noDesktop('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000, []), undefined)
  assert.match(noDesktop('linux', { DISPLAY: ':0' }, 0, []) ?? '', /root/)
  assert.equal(noDesktop('linux', { DISPLAY: ':0' }, 0, ['--no-sandbox']), undefined)
})

test('what lies beside the archive', () => {
  assert.equal(
    unpacked('file:///opt/resources/app.asar/dist/x.js'),
    'file:///opt/resources/app.asar.unpacked/dist/x.js',
  )
  assert.equal(unpacked('C:\\a\\app.asar\\x'), 'C:\\a\\app.asar.unpacked\\x')
  assert.equal(unpacked('/work/app.asar.unpacked/x'), '/work/app.asar.unpacked/x')
  assert.equal(unpacked('/work/dist/x'), '/work/dist/x')
})

test('the menu on each system', () => {
  for (const mac of [true, false]) {
    const template = menuTemplate(firstMenuState, { mac, devtools: false, run: () => undefined })
    assert.equal(template[0]?.label, mac ? texts.app : texts.menu.file)
    const all = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
    assert.equal(
      all.some(({ role }) => role === 'toggleDevTools'),
      false,
    )
    const keyed = all.filter(({ accelerator }) => accelerator !== undefined)
    assert.ok(keyed.length > 0 && keyed.every(({ registerAccelerator }) => registerAccelerator === false))
    if (mac) assert.ok(keyed.every(({ accelerator }) => accelerator?.startsWith('CmdOrCtrl+')))
    assert.equal(all.find(({ id }) => id === 'snapshot')?.enabled, false)
  }
})
