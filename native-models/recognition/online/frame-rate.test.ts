import assert from 'node:assert/strict'
import test, { describe, it } from 'node:test'
import fc from 'fast-check'
import { FrameSchedule, RateSampler } from './frame-rate.ts'

const steady = (rate: number, count: number, start = 0): number[] =>
  Array.from({ length: count }, (_, i) => start + i / rate)
const kept = (rate: number, times: number[]): number[] => {
  const sampler = new RateSampler(rate)
  return times.filter((time) => sampler.keep(time))
}
/** For each tick, the nearest of all times (the earlier of two equally near). */
const nearest = (rate: number, times: number[]): number[] => {
  const ticks = Math.floor((times.at(-1)! - times[0]!) * rate + 1e-6) + 1
  return Array.from({ length: ticks }, (_, k) =>
    times.reduce((best, time) =>
      Math.abs(time - times[0]! - k / rate) < Math.abs(best - times[0]! - k / rate) - 1e-9 ? time : best,
    ),
  )
}

describe('RateSampler: as many frames a second as a variant was trained for', () => {
  it('every second frame of 25 for 12.5', () => {
    assert.deepEqual(kept(12.5, steady(25, 8)), [0, 0.08, 0.16, 0.24])
  })
  it('the nearest frame to each tick, for steady streams of any rate and start', () => {
    for (const input of [12.5, 15, 20, 24, 25, 29.97, 30, 50, 60, 120])
      for (const start of [0, 17.3]) {
        const times = steady(input, Math.round(input * 20), start)
        const taken = kept(12.5, times)
        assert.deepEqual(taken, nearest(12.5, times).slice(0, taken.length), `${input} a second`)
        assert.ok(Math.abs(taken.length - 250) <= 1, `${input} a second: ${taken.length} in 20 seconds`)
      }
  })
  it('all frames at the same rate, also with times rounded to milliseconds', () => {
    const times = steady(30, 300).map((time) => Math.round(time * 1000) / 1000)
    assert.deepEqual(kept(30, times), times)
  })
  it('does not drift in an hour', () => {
    assert.equal(kept(12.5, steady(29.97, Math.round(29.97 * 3600))).length, 45_000)
  })
  it('a slower stream is passed on whole, each frame once', () => {
    const times = steady(8, 40)
    assert.deepEqual(kept(12.5, times), times)
  })
  it('an unsteady stream comes out at the rate', () => {
    let time = 0
    const times = Array.from({ length: 3000 }, (_, i) => (time += [0.02, 0.05, 0.033, 0.01][i % 4]!))
    const taken = kept(12.5, times)
    assert.ok(Math.abs(taken.length / (time - times[0]!) - 12.5) < 0.1)
  })
  it('after a gap it goes on, without making up for what is gone', () => {
    const taken = kept(12.5, [...steady(25, 25), ...steady(25, 25, 5)])
    assert.equal(taken.filter((time) => time >= 5).length, 13)
  })
  it('time that goes backwards begins anew', () => {
    assert.deepEqual(kept(10, [100, 100.02, 100.1, 3, 3.02, 3.1]), [100, 100.1, 3, 3.1])
  })
  it('reset begins anew; the same time again, or none, is not a frame', () => {
    const sampler = new RateSampler(10)
    assert.ok(sampler.keep(1))
    assert.ok(!sampler.keep(1))
    assert.ok(!sampler.keep(NaN))
    sampler.reset()
    assert.ok(sampler.keep(1))
  })
  it('refuses a rate that is none', () => {
    for (const rate of [0, -1, NaN, Infinity]) assert.throws(() => new RateSampler(rate), { code: 'input-invalid' })
  })
})

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
