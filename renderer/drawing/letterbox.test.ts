import assert from 'node:assert/strict'
import test from 'node:test'
import { letterbox } from './letterbox.ts'

test('a picture fills its frame as far as its shape lets it', () => {
  assert.deepEqual(letterbox({ width: 4, height: 3 }, { width: 100, height: 60 }), {
    ...{ left: 10, top: 0, width: 80, height: 60 },
  })
  assert.deepEqual(letterbox({ width: 16, height: 9 }, { width: 160, height: 100 }), {
    ...{ left: 0, top: 5, width: 160, height: 90 },
  })
  assert.equal(letterbox({ width: 0, height: 0 }, { width: 160, height: 100 }).width, 0)
})
