import assert from 'node:assert/strict'
import test from 'node:test'
import { CrashCount } from './crash-count.ts'

test('three ends within five minutes are too many, and nobody counts what was long ago', () => {
  const minute = 60_000
  const count = new CrashCount()
  assert.deepEqual(
    [0, 1, 2].map((at) => count.ended(at * minute)),
    [false, false, true],
  )
  count.forgive()
  assert.deepEqual(
    [10, 12, 16, 17, 18].map((at) => count.ended(at * minute)),
    [false, false, false, false, true],
  )
})
