import assert from 'node:assert/strict'
import test from 'node:test'
import { fitTemperature, logLoss, quantile, softmax, type Judged } from './calibrate.ts'
import { hashed } from './reference.fixture.ts'

const judged: readonly Judged[] = Array.from({ length: 60 }, (_, i) => ({
  scores: [0, 1, 2].map((k) => hashed(i * 3 + k) + (i % 3 === k ? 0.8 : 0)),
  truth: i % 3,
  weight: 1 + (i % 2),
}))

test('softmax is that of its definition, also for large scores', () => {
  const p = softmax([1000, 999], 2)
  assert.ok(Math.abs(p[0]! - 1 / (1 + Math.exp(-0.5))) < 1e-12)
})

test('no temperature of a fine grid has less loss than the one that is fitted', () => {
  const fitted = logLoss(judged, fitTemperature(judged))
  for (let t = 0.02; t < 5; t *= 1.01) assert.ok(fitted <= logLoss(judged, t) + 1e-6)
})

test('a quantile lies between the values around it', () => {
  assert.equal(quantile([3, 1, 2], 0.5), 2)
  assert.equal(quantile([0, 10], 0.05), 0.5)
  assert.equal(quantile([4], 0.3), 4)
})
