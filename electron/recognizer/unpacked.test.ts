import assert from 'node:assert/strict'
import test from 'node:test'
import { unpacked } from './unpacked.ts'

test('what lies beside the archive', () => {
  assert.equal(
    unpacked('file:///opt/resources/app.asar/dist/x.js'),
    'file:///opt/resources/app.asar.unpacked/dist/x.js',
  )
  assert.equal(unpacked('C:\\a\\app.asar\\x'), 'C:\\a\\app.asar.unpacked\\x')
  assert.equal(unpacked('/work/app.asar.unpacked/x'), '/work/app.asar.unpacked/x')
  assert.equal(unpacked('/work/dist/x'), '/work/dist/x')
})
