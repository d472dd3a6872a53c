import assert from 'node:assert/strict'
import test from 'node:test'
import { platformOf } from './platform.ts'

test('the platform', () => {
  assert.deepEqual(['MacIntel', 'Win32', 'Linux x86_64', ''].map(platformOf), ['mac', 'windows', 'linux', 'linux'])
})
