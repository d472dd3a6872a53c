import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { rateOf, shareOf } from './rate.ts'

const rounded = (right: number, clips: number): readonly number[] => {
  const { low, high } = rateOf(right, clips)
  return [low, high].map((end) => Math.round(end * 1e4) / 1e4)
}

test('known intervals of Wilson', () => {
  // Newcombe 1998, Statistics in Medicine 17, Table I, method 3.
  assert.deepEqual(rounded(81, 263), [0.2553, 0.3662])
  assert.deepEqual(rounded(15, 148), [0.0624, 0.1605])
  assert.deepEqual(rounded(0, 20), [0, 0.1611])
  assert.deepEqual(rounded(1, 29), [0.0061, 0.1718])
})

test('all clips or none of them end at 1 and at 0, and of no clips nothing is known', () => {
  // z^2 / (n + z^2) with z = 1.96: 3.8415 / 13.8415
  assert.deepEqual(rounded(10, 10), [0.7225, 1])
  assert.deepEqual(rounded(0, 10), [0, 0.2775])
  assert.deepEqual(rounded(0, 0), [0, 1])
  assert.equal(shareOf(rateOf(0, 0)), 0)
})

test('both ends lie one quantile away from the share, each by its own deviation', () => {
  const counts = fc
    .integer({ min: 1, max: 2000 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
  fc.assert(
    fc.property(counts, ([right, clips]) => {
      const { low, high } = rateOf(right, clips)
      assert.ok(0 <= low && low <= right / clips && right / clips <= high && high <= 1)
      for (const end of [low, high]) {
        if (end === 0 || end === 1) continue
        const deviations = Math.abs(right / clips - end) / Math.sqrt((end * (1 - end)) / clips)
        assert.ok(Math.abs(deviations - 1.959964) < 1e-5, `${right} of ${clips}: ${deviations}`)
      }
    }),
    { seed: 7, numRuns: 500 },
  )
})
