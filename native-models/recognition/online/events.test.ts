import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { ActscopeError } from '../../errors.ts'
import { type EventOptions, EventTracker, type RecognitionEvent } from './events.ts'

const labels = ['nothing', 'wave', 'clap']
const options = { threshold: 0.5, release: 0.3, margin: 0.2 }

/** Pass k covers the seconds k to k + 0.9. */
function run(passes: number[][], given: EventOptions = options) {
  const tracker = new EventTracker(labels, given)
  const results = passes.map((probabilities, k) => tracker.add({ from: k, until: k + 0.9, probabilities }))
  const events = [...results.map(({ closed }) => closed), tracker.flush()].filter((event) => event !== undefined)
  return { shown: results.map(({ shown }) => shown?.label ?? '-'), results, events }
}

const spans = (events: readonly RecognitionEvent[]) => events.map(({ label, start, end }) => [label, start, end])

test('below the threshold there is no label and no event', () => {
  const { shown, events } = run([
    [0.4, 0.3, 0.3],
    [0.49, 0.2, 0.31],
  ])
  assert.deepEqual(shown, ['-', '-'])
  assert.deepEqual(events, [])
})

test('a label holds down to the lower threshold and becomes one event', () => {
  const { shown, events } = run([
    [0, 0.4, 0],
    [0, 0.5, 0],
    [0, 0.7, 0.1],
    [0, 0.3, 0.1],
    [0, 0.29, 0.1],
  ])
  assert.deepEqual(shown, ['-', 'wave', 'wave', 'wave', '-'])
  assert.deepEqual(events, [{ index: 1, label: 'wave', start: 1, end: 3.9, score: 0.5, peak: 0.7 }])
})

test('another label takes over only above the threshold and with a lead', () => {
  const { shown, events } = run([
    [0, 0.6, 0],
    [0, 0.45, 0.55], // above, no lead
    [0, 0.3, 0.49], // near enough, not above
    [0, 0.3, 0.55],
    [0, 0.55, 0.4],
  ])
  assert.deepEqual(shown, ['wave', 'wave', 'wave', 'clap', 'clap'])
  assert.deepEqual(spans(events), [
    ['wave', 0, 2.9],
    ['clap', 3, 4.9],
  ])
})

test('where a hidden label is the best there is no label, and it ends one', () => {
  const { shown, events } = run(
    [
      [0.6, 0.4, 0],
      [0, 0.6, 0],
      [0.55, 0.45, 0], // above, no lead
      [0.65, 0.4, 0],
      [0.45, 0.4, 0], // nothing is sure
      [0.1, 0.5, 0],
    ],
    { ...options, hidden: new Set([0]) },
  )
  assert.deepEqual(shown, ['-', 'wave', 'wave', '-', '-', 'wave'])
  assert.deepEqual(spans(events), [
    ['wave', 1, 2.9],
    ['wave', 5, 5.9],
  ])
})

test('a label that has fallen gives way at once to one above the threshold, lead or not', () => {
  assert.deepEqual(
    run([
      [0, 0.6, 0],
      [0, 0.29, 0.5],
    ]).shown,
    ['wave', 'clap'],
  )
})

test('the background is shown and is no event, but ends one', () => {
  const { shown, events } = run(
    [
      [0.9, 0, 0],
      [0, 0.9, 0],
      [0.9, 0.1, 0],
    ],
    { ...options, background: new Set([0]) },
  )
  assert.deepEqual(shown, ['nothing', 'wave', 'nothing'])
  assert.deepEqual(spans(events), [['wave', 1, 1.9]])
})

test('what is shown says since when, and an event is given by the pass that ends it', () => {
  const { results } = run([
    [0, 0.6, 0],
    [0, 0.8, 0],
    [0, 0, 0],
  ])
  assert.deepEqual(results[1], { shown: { index: 1, label: 'wave', score: 0.8, since: 0 }, closed: undefined })
  assert.equal(results[2]!.shown, undefined)
  assert.equal(results[2]!.closed?.end, 1.9)
})

test('events do not overlap even where passes do', () => {
  const tracker = new EventTracker(labels, options)
  tracker.add({ from: 0, until: 4, probabilities: [0, 1, 0] })
  assert.equal(tracker.add({ from: 2, until: 6, probabilities: [0, 0, 1] }).closed?.end, 4)
  assert.deepEqual(spans([tracker.flush()!]), [['clap', 4, 6]])
  assert.equal(tracker.flush(), undefined)
})

test('refuses times that run backwards, another number of classes and thresholds out of order', () => {
  const refused = (error: unknown) => error instanceof ActscopeError && error.code === 'input-invalid'
  const tracker = new EventTracker(labels)
  const probabilities = [0, 1, 0]
  tracker.add({ from: 0, until: 4, probabilities })
  assert.throws(() => tracker.add({ from: 1, until: 3, probabilities }), refused)
  assert.throws(() => tracker.add({ from: 6, until: 5, probabilities }), refused)
  assert.throws(() => tracker.add({ from: NaN, until: 5, probabilities }), refused)
  assert.throws(() => tracker.add({ from: 4, until: 5, probabilities: [1] }), refused)
  assert.throws(() => new EventTracker(labels, { threshold: 0.5, release: 0.6 }), refused)
  assert.throws(() => new EventTracker(labels, { threshold: NaN }), refused)
  assert.throws(() => new EventTracker(labels, { margin: -0.1 }), refused)
  tracker.flush()
  tracker.add({ from: 0, until: 1, probabilities })
})

test('whatever is predicted: events are in order, apart, and as sure as their passes', () => {
  const probability = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100)
  fc.assert(
    fc.property(fc.array(fc.tuple(probability, probability, probability), { maxLength: 40 }), (passes) => {
      const { events, shown } = run(passes)
      events.forEach((event, i) => {
        assert.ok(event.start < event.end && (i === 0 || events[i - 1]!.end <= event.start))
        assert.ok(event.peak >= 0.5 && event.score >= 0.3 - 1e-12 && event.score <= event.peak + 1e-12)
      })
      const changes = shown.filter((label, k) => label !== '-' && label !== shown[k - 1])
      assert.deepEqual(
        changes,
        events.map(({ label }) => label),
      )
    }),
    { seed: 3, numRuns: 200 },
  )
})
