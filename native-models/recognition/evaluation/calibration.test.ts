import assert from 'node:assert/strict'
import test from 'node:test'
import { calibrationError, reliability } from './calibration.ts'

const answers = (score: number, right: number, wrong: number) => [
  ...Array.from({ length: right }, () => ({ score, right: true })),
  ...Array.from({ length: wrong }, () => ({ score, right: false })),
]

test('clips are put together by score, and those of a bin have its mean', () => {
  const bins = reliability([...answers(0.5, 1, 1), ...answers(0.75, 3, 0), ...answers(1, 1, 0)], 4)
  assert.deepEqual(bins, [
    { confidence: 0.5, accuracy: 0.5, clips: 2 }, // a bin ends with its upper edge
    { confidence: 0.75, accuracy: 1, clips: 3 },
    { confidence: 1, accuracy: 1, clips: 1 },
  ])
})

test('scores of 0, of 1, and of a little more by rounding are in a bin', () => {
  const bins = reliability([0, 1, 1.0000001].map((score) => ({ score, right: true })))
  assert.deepEqual(
    bins.map(({ clips }) => clips),
    [1, 2],
  )
})

test('the error is the mean gap, by hand', () => {
  // (4/10) |0.75 - 0.5| + (5/10) |0.8 - 0.9| + (1/10) |0 - 0.3| = 0.1 + 0.05 + 0.03
  const bins = reliability([...answers(0.5, 3, 1), ...answers(0.9, 4, 1), ...answers(0.3, 0, 1)])
  assert.ok(Math.abs(calibrationError(bins) - 0.18) < 1e-12)
})

test('scores that hold have no error, and neither has nothing', () => {
  assert.ok(calibrationError(reliability([...answers(0.75, 3, 1), ...answers(0.25, 1, 3)])) < 1e-12)
  assert.equal(calibrationError(reliability([])), 0)
})

test('gaps of one bin cancel each other, those of two do not', () => {
  const scores = [
    { score: 0.61, right: true },
    { score: 0.65, right: false },
  ]
  assert.ok(Math.abs(calibrationError(reliability(scores, 2)) - 0.13) < 1e-12)
  assert.ok(Math.abs(calibrationError(reliability(scores, 50)) - (0.39 + 0.65) / 2) < 1e-12)
})
