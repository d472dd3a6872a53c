import assert from 'node:assert/strict'
import test from 'node:test'
import { withoutName } from './status-text.ts'

test('a message beside the name of its file does not begin with it', () => {
  assert.equal(withoutName('a.mp4: the file is empty.', 'a.mp4'), 'The file is empty.')
  assert.equal(withoutName('The recognizer ended twice.', 'a.mp4'), 'The recognizer ended twice.')
  assert.equal(withoutName('b.mp4: the file is empty.', 'a.mp4'), 'b.mp4: the file is empty.')
})
