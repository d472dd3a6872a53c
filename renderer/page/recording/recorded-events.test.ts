import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { KeptEvent } from '../events/event-formats.ts'
import { OpenEvents } from './open-events.ts'
import { recordedEvents } from './recorded-events.ts'
import { RecordingClock } from './recording-clock.ts'

const event = (label: string, start: number, end: number): KeptEvent => ({
  ...{ label, start, end, index: 1, score: 0.8, peak: 0.9, variant: 'a/b', at: 0 },
})
const titles = new Map([['a/b', 'A']])
const origin = Date.UTC(2026, 10, 20, 16, 48, 5)

function recorded(events: readonly KeptEvent[], { began = 100, ended = 110, clock = new RecordingClock(began) } = {}) {
  const list = recordedEvents(events, { clock, began, ended, origin }, titles)
  return list.events.map(({ label, start, end }) => [label, start, end])
}

describe('the events of a recording', () => {
  test('count from its beginning', () => {
    assert.deepEqual(recorded([event('wave', 102, 105)]), [['wave', 2, 5]])
  })

  test('that began before it, or end after it, are cut', () => {
    assert.deepEqual(recorded([event('wave', 90, 101), event('run', 108, 130)]), [
      ['wave', 0, 1],
      ['run', 8, 10],
    ])
  })

  test('that lie outside of it are not its own', () => {
    assert.deepEqual(recorded([event('wave', 90, 100), event('run', 110, 130)]), [])
  })

  test('are in order, whichever was told first', () => {
    const order = recorded([event('run', 105, 106), event('wave', 102, 105)]).map(([label]) => label)
    assert.deepEqual(order, ['wave', 'run'])
  })

  test('do not count pauses: the recording stood still', () => {
    const clock = new RecordingClock(100)
    clock.pause(103)
    clock.resume(107)
    assert.deepEqual(recorded([event('wave', 101, 103), event('run', 107, 109)], { clock }), [
      ['wave', 1, 3],
      ['run', 3, 5],
    ])
  })

  test('know when it was by the clock on the wall', () => {
    const clock = new RecordingClock(100)
    const list = recordedEvents([event('wave', 102, 105)], { clock, began: 100, ended: 110, origin }, titles)
    assert.equal(new Date(list.events[0]!.at).toISOString(), '2026-11-20T16:48:07.000Z')
  })
})

test('the time of a recording: pauses within pauses, and one that has not ended', () => {
  const clock = new RecordingClock(10)
  clock.pause(12)
  clock.pause(13)
  assert.equal(clock.at(20), 2)
  clock.resume(15)
  clock.resume(16)
  assert.deepEqual([clock.at(9), clock.at(11), clock.at(14), clock.at(16)], [0, 1, 2, 3])
})

describe('an event that has not ended', () => {
  const shown = (score: number, since = 1, index = 3) => ({ index, label: `label ${index}`, score, since })
  const never = () => false

  test('has the mean and the highest of its scores so far; each pass counts once', () => {
    const open = new OpenEvents()
    for (const [passes, score] of [
      [1, 0.5],
      [1, 0.5],
      [2, 0.7],
      [3, 0.6],
    ] as const)
      open.follow([{ variant: 'a/b', passes, shown: shown(score) }])
    const [event] = open.until(9, never)
    assert.deepEqual([event?.start, event?.end, event?.peak], [1, 9, 0.7])
    assert.ok(Math.abs((event?.score ?? 0) - 0.6) < 1e-9)
  })

  test('is another one when the label changes, or the same label begins anew', () => {
    const open = new OpenEvents()
    open.follow([{ variant: 'a/b', passes: 1, shown: shown(0.9) }])
    open.follow([{ variant: 'a/b', passes: 2, shown: shown(0.5, 4) }])
    assert.deepEqual(
      open.until(9, never).map(({ start, score }) => [start, score]),
      [[4, 0.5]],
    )
  })

  test('is none when it was told, when nothing is shown, or when its variant no longer runs', () => {
    const open = new OpenEvents()
    const lane = { variant: 'a/b', passes: 1, shown: shown(0.9) }
    open.follow([lane])
    open.ended('a/b', 1)
    open.follow([lane]) // the label still stands on screen
    assert.deepEqual(open.until(9, never), [])
    open.follow([{ ...lane, passes: 2 }])
    open.follow([{ ...lane, passes: 2, shown: undefined }])
    assert.deepEqual(open.until(9, never), [])
    open.follow([{ ...lane, passes: 3 }])
    open.follow([])
    assert.deepEqual(open.until(9, never), [])
  })

  test('is none where the label means that nothing happens', () => {
    const open = new OpenEvents()
    open.follow([{ variant: 'a/b', passes: 1, shown: shown(0.9) }])
    assert.deepEqual(
      open.until(9, (_, index) => index === 3),
      [],
    )
  })
})
