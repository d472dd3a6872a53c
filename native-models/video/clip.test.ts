import assert from 'node:assert/strict'
import test from 'node:test'
import { clipIndices, clipIndicesByTime } from './clip.ts'

const steps = (from: number, step: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + i * step)

test('every second frame around the middle, as 3D-ResNets-PyTorch takes them', () => {
  assert.deepEqual(clipIndices(37, 16, 2), steps(2, 2, 16))
  assert.deepEqual(clipIndices(36, 16, 2), steps(2, 2, 16))
  assert.deepEqual(clipIndices(100, 16, 1), steps(42, 1, 16))
})

test('a video that is too short is begun again', () => {
  assert.deepEqual(clipIndices(5, 8, 1), [0, 1, 2, 3, 4, 0, 1, 2])
  assert.deepEqual(clipIndices(1, 4, 2), [0, 0, 0, 0])
  assert.deepEqual(clipIndicesByTime([0], 3, 10), [0, 0, 0])
  assert.deepEqual(clipIndicesByTime([0, 0.1, 0.2], 6, 10), [0, 1, 2, 0, 1, 2])
})

test('by time it is the same for even frames, also with time stamps in whole milliseconds', () => {
  for (const fps of [12, 25, 29.97, 30]) {
    const times = Array.from({ length: 100 }, (_, i) => Math.round((i / fps) * 1000) / 1000)
    assert.deepEqual(clipIndicesByTime(times, 16, fps / 2), steps(34, 2, 16))
  }
})

test('a second is a second, however many frames it was stored in', () => {
  const times = [...steps(0, 1, 10), ...steps(10, 0.1, 100)] // ten seconds slow, ten fast
  const chosen = clipIndicesByTime(times, 4, 0.5).map((index) => times[index]!)
  chosen.forEach((time, i) => {
    assert.ok(Math.abs(time - (6 + 2 * i)) <= 1, `${time}`)
  })
})
