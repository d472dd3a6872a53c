import assert from 'node:assert/strict'
import test from 'node:test'
import { isActscopeError } from '../../weights/expect-error.fixture.ts'
import { SlidingWindow } from './sliding-window.ts'

function passes(window: SlidingWindow<number>, count: number): { frames: number[]; newestFrom: number }[] {
  return Array.from({ length: count }, (_, i) => window.keep(i, i / 8)).flatMap((clip) =>
    clip === undefined ? [] : [{ frames: clip.frames.map(({ item }) => item), newestFrom: clip.newestFrom }],
  )
}

test('the last N frames, after the first N and then after every N/4', () => {
  assert.deepEqual(passes(new SlidingWindow(8), 13), [
    { frames: [0, 1, 2, 3, 4, 5, 6, 7], newestFrom: 0 },
    { frames: [2, 3, 4, 5, 6, 7, 8, 9], newestFrom: 6 },
    { frames: [4, 5, 6, 7, 8, 9, 10, 11], newestFrom: 6 },
  ])
})

test('any length is fine, as nothing is halved', () => {
  assert.equal(passes(new SlidingWindow(10), 20).length, 1 + 3)
  assert.equal(passes(new SlidingWindow(1), 5).length, 5)
  for (const N of [0, -1, 2.5, NaN])
    assert.throws(() => new SlidingWindow(N), isActscopeError('input-invalid', /cannot be sampled/))
})

test('it tells how far it is, keeps every frame, and begins anew after a reset', () => {
  const window = new SlidingWindow<number>(4)
  assert.equal(window.next(), 'keep')
  assert.throws(() => window.skip(), /one to keep/)
  window.keep(0, 0)
  assert.deepEqual(window.progress, { filled: 1, N: 4, passes: 0 })
  passes(window, 5)
  window.reset()
  assert.deepEqual(window.progress, { filled: 0, N: 4, passes: 0 })
  assert.deepEqual(passes(window, 9), passes(new SlidingWindow(4), 9))
})
