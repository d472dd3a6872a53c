import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Clock } from './clock.ts'
import { av } from './libav.ts'

const none = av.AV_NOPTS_VALUE
const run = (stamps: bigint[], rate = { num: 10, den: 1 }): number[] => {
  const clock = new Clock({ num: 1, den: 100 }, rate)
  return stamps.map((stamp) => Math.round(clock.next(stamp, 0n) * 1000) / 1000)
}

describe('Clock', () => {
  it('counts seconds from the first frame', () => {
    assert.deepEqual(run([500n, 510n, 530n]), [0, 0.1, 0.3])
    assert.deepEqual(run([-20n, -10n, 0n]), [0, 0.1, 0.2])
  })
  it('places frames without a time stamp by the frame rate', () => {
    assert.deepEqual(run([none, none, none]), [0, 0.1, 0.2])
    assert.deepEqual(run([0n, none, 20n]), [0, 0.1, 0.2])
    assert.deepEqual(run([none, 50n, 60n]), [0, 0.1, 0.2])
  })
  it('assumes 25 a second where there is no rate', () => {
    assert.deepEqual(run([none, none], { num: 0, den: 0 }), [0, 0.04])
  })
  it('always goes forward: a jump back is one interval, and counting goes on from there', () => {
    assert.deepEqual(run([100n, 110n, 110n, 120n]), [0, 0.1, 0.2, 0.3])
    assert.deepEqual(run([100n, 110n, 0n, 15n]), [0, 0.1, 0.2, 0.35])
  })
})
