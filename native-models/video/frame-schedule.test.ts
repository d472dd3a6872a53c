import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { RateSampler } from './rate-sampler.ts'
import { FrameSchedule } from './frame-schedule.ts'

/** Numbers of the frames of a camera that are taken, if every one of them is looked at at once. */
function taken(rate: number, times: readonly number[]): { frames: number[]; missed: number } {
  const schedule = new FrameSchedule(rate)
  let missed = 0
  const frames = [...times.keys()].filter((seq) => {
    if (times[seq]! < schedule.notBefore) return false
    missed += schedule.take(seq, times[seq]!)
    return true
  })
  return { frames, missed }
}

const camera = (fps: number, count: number): number[] => Array.from({ length: count }, (_, i) => 7 + i / fps)

test('asks for the frames that the rate sampler would choose', () => {
  for (const [rate, fps] of [
    [5, 30],
    [6.25, 25],
    [10, 30],
    [12.5, 25],
    [30, 30],
  ] as const) {
    const times = camera(fps, 200)
    const sampler = new RateSampler(rate)
    const expected = [...times.keys()].filter((seq) => sampler.keep(times[seq]!))
    assert.deepEqual(taken(rate, times), { frames: expected, missed: 0 }, `${rate} of ${fps}`)
  }
})

test('keeps the rate over an hour', () => {
  assert.equal(taken(6.25, camera(29.97, 107_892)).frames.length, 22_500)
})

test('a camera slower than the rate is taken whole, and nothing counts as missed', () => {
  assert.deepEqual(taken(12.5, camera(8, 40)), { frames: [...Array(40).keys()], missed: 0 })
})

test('counts what went by while nobody looked', () => {
  const schedule = new FrameSchedule(10)
  assert.equal(schedule.take(0, 0), 0)
  assert.equal(schedule.take(3, 0.1), 0)
  assert.equal(schedule.take(15, 0.5), 3) // 0.2, 0.3, 0.4
  assert.ok(schedule.notBefore > 0.5 && schedule.notBefore < 0.6)
})

test('is never ahead of itself: after each frame it waits for a later one', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 240, noNaN: true }),
      fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { maxLength: 50 }),
      (rate, gaps) => {
        const schedule = new FrameSchedule(rate)
        let time = 0
        gaps.forEach((gap, seq) => {
          time += gap
          if (time < schedule.notBefore) return
          assert.ok(schedule.take(seq, time) >= 0)
          assert.ok(schedule.notBefore >= 0 && Number.isFinite(schedule.notBefore))
          assert.ok(schedule.notBefore <= time + 1.5 / rate + 1e-9, 'no later than one tick and a half')
        })
      },
    ),
  )
})
