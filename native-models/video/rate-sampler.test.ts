import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RateSampler } from './rate-sampler.ts'

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
