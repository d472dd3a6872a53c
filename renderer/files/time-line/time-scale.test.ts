import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ticks, timeAt, timeText } from './time-scale.ts'

describe('times', () => {
  test('in words', () => {
    assert.deepEqual(
      [0, 7.9, 65, 3723].map((time) => timeText(time)),
      ['0:00', '0:07', '1:05', '1:02:03'],
    )
    assert.deepEqual(
      [0.04, 7.25, 59.96, -1].map((time) => timeText(time, true)),
      ['0:00.0', '0:07.3', '1:00.0', '0:00.0'],
    )
  })

  test('on a line: round, and far enough apart', () => {
    assert.deepEqual(ticks(10, 640), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    assert.deepEqual(ticks(100, 320), [0, 30, 60, 90])
    assert.deepEqual(ticks(0, 640), [0])
    for (const duration of [0.1, 3, 77, 5000, 1e6]) assert.ok(ticks(duration, 500).length <= 9, String(duration))
  })

  test('under the pointer', () => {
    assert.deepEqual(
      [-5, 0, 50, 100, 200].map((x) => timeAt(x, 100, 8)),
      [0, 0, 4, 8, 8],
    )
    assert.equal(timeAt(5, 0, 8), 0)
  })
})
