import assert from 'node:assert/strict'
import test from 'node:test'
import { wholeLabel } from './whole-label.ts'

const labels = ['walking', 'running']
const of = (whole: number[], threshold = 0.5, hidden: readonly number[] = []) =>
  wholeLabel({ labels, hidden: new Set(hidden), whole: Float32Array.from(whole), settings: { threshold } })

test('a whole video is called by its best label', () => {
  assert.deepEqual(of([0.25, 0.75]), { label: 'running', score: 0.75 })
})

test('below the threshold of its recognition it has no label, and keeps the score', () => {
  assert.deepEqual(of([0.25, 0.375]), { label: undefined, score: 0.375 })
  assert.equal(of([0.25, 0.375], 0.3).label, 'running')
  assert.equal(of([0.5, 0.25], 0.5).label, 'walking')
})

test('where nothing is called by the best it has no label, whatever comes next', () => {
  assert.deepEqual(of([0.25, 0.75], 0.5, [1]), { label: undefined, score: 0.75 })
  assert.equal(of([0.75, 0.25], 0.5, [1]).label, 'walking')
  assert.equal(of([0.375, 0.5], 0.3, [1]).label, undefined)
})
