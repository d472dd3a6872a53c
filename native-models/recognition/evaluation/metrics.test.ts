import assert from 'node:assert/strict'
import test from 'node:test'
import { unknownMetrics } from './evaluate-unknown.ts'
import { measure, type Judged } from './metrics.ts'
import { rateOf } from './rate.ts'
import { streamMetrics } from './stream-metrics.ts'

const judged = (truth: number, ranking: readonly number[], score: number, source = 'ucf101'): Judged => {
  return { truth, ranking, score, source, labelled: score >= 0.5 }
}
const clips = [
  judged(0, [0, 1, 2], 0.9),
  judged(0, [1, 0, 2], 0.6),
  judged(0, [1, 2, 0], 0.4),
  judged(0, [0, 2, 1], 0.5, 'weizmann'),
  judged(1, [0, 1, 2], 0.7, 'weizmann'),
  judged(1, [2, 0], 0.3, 'weizmann'),
]
const metrics = measure(['a', 'b', 'c'], clips)

test('top-1, top-5, recall, confusion and the confusion indicator', () => {
  const { top1, top5, whole, within5, perClass, confusion, confusedPairs } = metrics
  assert.deepEqual([top1, whole], [2 / 6, rateOf(2, 6)])
  assert.deepEqual([top5, within5], [5 / 6, rateOf(5, 6)])
  assert.deepEqual(perClass, [
    { label: 'a', ...rateOf(2, 4), recall: 0.5 },
    { label: 'b', ...rateOf(0, 2), recall: 0 },
  ])
  assert.deepEqual(confusion, [
    [2, 2, 0],
    [1, 0, 1],
    [0, 0, 0],
  ])
  // Table 8: P(a taken for b) + P(b taken for a) = 2/4 + 1/2
  assert.deepEqual(confusedPairs, [
    { a: 'a', b: 'b', indicator: 1, aTakenForB: 0.5, bTakenForA: 0.5 },
    { a: 'b', b: 'c', indicator: 0.5, aTakenForB: 0.5, bTakenForA: 0 },
  ])
})

test('by source, and those that got a label', () => {
  assert.deepEqual(metrics.sources, { ucf101: rateOf(1, 3), weizmann: rateOf(1, 3) })
  assert.deepEqual(metrics.labelled, rateOf(4, 6)) // 0.9, 0.6, 0.5 and 0.7
  assert.deepEqual(metrics.labelledRight, rateOf(2, 4))
})

test('how far the scores hold', () => {
  // Each in a bin of its own: |1 - 0.9| + 0.6 + 0.4 + |1 - 0.5| + 0.7 + 0.3 over 6
  assert.equal(metrics.calibration.bins.length, 6)
  assert.ok(Math.abs(metrics.calibration.error - 2.6 / 6) < 1e-12)
})

test('unknown clips that got a label, by class', () => {
  const answers = [
    { name: 'x/b', labelled: true },
    { name: 'x/a', labelled: false },
    { name: 'x/b', labelled: false },
    { name: 'x/a', labelled: false },
  ]
  const { low, high } = rateOf(1, 4)
  assert.deepEqual(unknownMetrics(answers), {
    ...{ clips: 4, labelled: 1, low, high },
    perClass: [
      { name: 'x/a', clips: 2, labelled: 0 },
      { name: 'x/b', clips: 2, labelled: 1 },
    ],
  })
})

test('a stream: shares of the time, and of the clips that got their label', () => {
  const { sources, ...all } = streamMetrics([
    { source: 'a', frames: 10, right: 5, wrong: 2, delay: 0.4 },
    { source: 'b', frames: 30, right: 0, wrong: 3, delay: undefined },
    { source: 'a', frames: 10, right: 10, wrong: 0, delay: 0.8 },
  ])
  assert.deepEqual(all, {
    ...{ clips: 3, right: 15 / 50, wrong: 5 / 50, none: 1 - 20 / 50 },
    ...{ found: 2, foundRate: rateOf(2, 3), delay: 0.8 },
  })
  assert.deepEqual(
    Object.entries(sources).map(([name, { right, found, delay }]) => [name, right, found, delay]),
    [
      ['a', 15 / 20, 2, 0.8],
      ['b', 0, 0, 0],
    ],
  )
})
