import assert from 'node:assert/strict'
import test from 'node:test'
import { isTrusted } from './serve-ipc.ts'

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
