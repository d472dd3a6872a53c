import assert from 'node:assert/strict'
import test from 'node:test'
import { defaultThreshold, hiddenOf, labelOf, thresholdOf } from './naming.ts'

const labels = [
  { label: 'walking', classes: [], background: false },
  { label: 'reading', classes: [], background: false, hidden: true },
  { label: 'waving', classes: [], background: false },
]
const hidden = hiddenOf(labels)

test('the threshold is the variant’s own, or the one that all have', () => {
  assert.equal(thresholdOf({}), defaultThreshold)
  const calibration = { temperature: 1, threshold: 0.35, bins: [], set: 's' }
  assert.equal(thresholdOf({ calibration }), 0.35)
})

test('where a hidden label is the best, there is none', () => {
  assert.equal(labelOf([0.6, 0.3, 0.1], 0.5, hidden), 0)
  assert.equal(labelOf([0.4, 0.35, 0.25], 0.5, hidden), undefined)
  assert.equal(labelOf([0.2, 0.7, 0.1], 0.5, hidden), undefined)
  assert.equal(labelOf([0.45, 0.55, 0], 0.4, hidden), undefined, 'whatever comes after it')
})
