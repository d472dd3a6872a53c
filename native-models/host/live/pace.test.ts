import assert from 'node:assert/strict'
import test from 'node:test'
import { Pace } from './pace.ts'

const after = (pace: Pace, ...busy: number[]): unknown[] => busy.map((share) => pace.fewer(share))

test('three slow passes one after another halve the passes, down to one for each block', () => {
  const pace = new Pace(4)
  assert.deepEqual(after(pace, 0.9, 1.2, 1.1, 0.9, 0.9, 0.9, 3, 3, 3), [
    ...[undefined, undefined, 2],
    ...[undefined, undefined, 1],
    ...[undefined, undefined, undefined],
  ])
  assert.equal(pace.passesPerBlock, 1)
})

test("a moment's load does not", () => {
  const pace = new Pace(4)
  after(pace, 2, 2, 0.5, 2, 2, 0.8, 2, 2)
  assert.equal(pace.passesPerBlock, 4)
})
