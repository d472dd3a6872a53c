import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import test from 'node:test'
import { readStartArguments } from './arguments.ts'
import { noDesktop } from './checks.ts'
import { filesOfArguments } from './files-of-arguments.ts'

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
