import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TimedEvent } from '../../../native-models/protocol.ts'
import { momentAt } from './moment.ts'
import { Passes } from '../../store/passes.ts'

const labels = ['wave', 'run']
const event = (index: number, start: number, end: number): TimedEvent => {
  return { index, label: labels[index]!, start, end, score: 0.7, peak: 0.9 }
}
const settings = { threshold: 0.5 }
const passes = new Passes()
passes.add({ from: 0.5, until: 1, average: Float32Array.of(0.75, 0.25) })
passes.add({ from: 1.25, until: 2, average: Float32Array.of(0.375, 0.625) })
passes.add({ from: 2.25, until: 3, average: Float32Array.of(0.25, 0.25) })

const done = {
  labels,
  hidden: new Set<number>(),
  settings,
  passes,
  complete: true,
  events: [event(0, 0.5, 1), event(1, 1.25, 2)],
}
const working = { ...done, complete: false, events: [] }
const said = (result: Parameters<typeof momentAt>[0], time: number, busy = false) => {
  const moment = momentAt(result, time, busy)
  return moment.kind === 'label' ? `${moment.label} ${moment.score}` : moment.kind
}

describe('over a file that was gone through', () => {
  test('inside an event its label, with the score of that moment', () => {
    assert.equal(said(done, 0.5), 'wave 0.75')
    assert.equal(said(done, 1), 'wave 0.75')
    assert.equal(said(done, 1.5), 'run 0.625')
  })

  test('between two blocks nothing flickers', () => {
    assert.equal(said(done, 1.1), 'run 0.625')
  })

  test('outside of events nothing', () => {
    assert.equal(said(done, 2.5), 'none')
    assert.equal(said(done, 3.5), 'none')
  })

  test('a label that held keeps it while another is as sure: the events decide', () => {
    const held = { ...done, events: [event(0, 0.5, 2)] }
    assert.equal(said(held, 1.5), 'wave 0.375')
  })

  test('before the first frame that was looked at it warms up', () => {
    assert.equal(said(done, 0.2), 'warming')
  })
})

describe('over a file that is gone through', () => {
  test('before the first pass it warms up', () => {
    assert.equal(said(undefined, 0, true), 'warming')
    assert.equal(said({ ...working, passes: new Passes() }, 3, true), 'warming')
  })

  test('the best label stands for the events to come, where it reaches the threshold', () => {
    assert.equal(said(working, 0.6, true), 'wave 0.75')
    assert.equal(said(working, 2.6, true), 'none')
    assert.equal(said({ ...working, settings: { threshold: 0.7 } }, 1.5, true), 'none')
  })

  test('and may be named', () => {
    assert.equal(said({ ...working, hidden: new Set([0]) }, 0.6, true), 'none')
    assert.equal(said({ ...working, hidden: new Set([0]) }, 1.5, true), 'run 0.625')
  })

  test('where it has not come yet, that is said', () => {
    assert.equal(said(working, 3.5, true), 'ahead')
    assert.equal(said(working, 3.5, false), 'none')
  })
})

test('nothing is known of a file that nobody recognizes', () => {
  assert.equal(said(undefined, 0), 'none')
})
