import assert from 'node:assert/strict'
import test from 'node:test'
import { numbered, safeName } from './saved-names.ts'

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
