import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { readNumber, temporaryFolder, writePattern } from './video.fixture.ts'
import { sampleSegments, segmentIndices, segmentIndicesByTime } from './segments.ts'

const folder = temporaryFolder()
const even = (count: number, rate: number): number[] => Array.from({ length: count }, (_, i) => i / rate)

describe('segmentIndices: the middle of each of N equal segments', () => {
  it('is floor(tick / 2 + tick * i)', () => {
    assert.deepEqual(segmentIndices(16, 16), even(16, 1))
    assert.deepEqual(segmentIndices(32, 4), [4, 12, 20, 28])
    assert.deepEqual(segmentIndices(10, 4), [1, 3, 6, 8])
    assert.deepEqual(segmentIndices(100, 8), [6, 18, 31, 43, 56, 68, 81, 93])
  })
  it('repeats frames where there are fewer than segments', () => {
    assert.deepEqual(segmentIndices(1, 4), [0, 0, 0, 0])
    assert.deepEqual(segmentIndices(3, 8), [0, 0, 0, 1, 1, 2, 2, 2])
  })
  it('is in range and in order for any number', () => {
    for (let count = 1; count < 300; count += 7)
      for (const segments of [1, 3, 8, 16, 25]) {
        const indices = segmentIndices(count, segments)
        assert.equal(indices.length, segments)
        assert.ok(indices.every((index, i) => index >= (indices[i - 1] ?? 0) && index < count))
      }
  })
  it('refuses what is not a count', () => {
    for (const [count, segments] of [
      [0, 4],
      [4, 0],
      [1.5, 2],
      [NaN, 2],
    ] as const)
      assert.throws(() => segmentIndices(count, segments), { code: 'input-invalid' })
  })
})

describe('segmentIndicesByTime', () => {
  it('is segmentIndices for evenly spaced frames, also when their times are rounded', () => {
    for (const count of [1, 2, 7, 16, 47, 131])
      for (const rate of [12.5, 25, 29.97, 30]) {
        const times = even(count, rate)
        const rounded = times.map((time) => Math.round(time * 1000) / 1000)
        assert.deepEqual(segmentIndicesByTime(times, 16), segmentIndices(count, 16))
        assert.deepEqual(segmentIndicesByTime(rounded, 16), segmentIndices(count, 16))
      }
  })
  it('goes by the clock where they are not', () => {
    // One second of 10 frames, then a still that stays for nine: most segments show the still.
    const times = [...even(10, 10), 1, 10]
    assert.deepEqual(segmentIndicesByTime(times, 4), [10, 10, 10, 10])
    assert.deepEqual(segmentIndicesByTime([0, 0.1, 0.2, 0.3, 2, 4], 3), [3, 4, 5])
  })
})

describe('sampleSegments', () => {
  it('gives N preprocessed frames with their times', async () => {
    const path = await writePattern(join(folder, 'a.mp4'), 32)
    const clip = await sampleSegments(path, { segments: 8, shortSide: 72, size: 72 })
    assert.deepEqual(
      clip.frames.map(({ index }) => index),
      segmentIndices(32, 8),
    )
    for (const { index, time, rgb } of clip.frames) {
      assert.ok(Math.abs(time - index / 25) < 1e-3)
      assert.equal(rgb.length, 72 * 72 * 3)
    }
    assert.deepEqual(clip.end, { frames: 32, damage: undefined })
    const again = await sampleSegments(path, { segments: 8, shortSide: 72, size: 72 })
    assert.deepEqual(again, clip)
  })
  it('takes the frames it says, from a file that does not know its length', async () => {
    const path = await writePattern(join(folder, 'live.mkv'), 20, { width: 72, height: 72, muxer: { live: '1' } })
    const clip = await sampleSegments(path, { segments: 4, shortSide: 72, size: 72 })
    for (const { index, rgb } of clip.frames) assert.equal(readNumber({ width: 72, height: 72, rgb }), index)
    assert.deepEqual(
      clip.frames.map(({ index }) => index),
      [2, 7, 12, 17],
    )
  })
  it('one frame stands for all segments', async () => {
    const path = await writePattern(join(folder, 'one.mp4'), 1)
    const { frames } = await sampleSegments(path, { segments: 16, shortSide: 64, size: 56 })
    assert.equal(frames.length, 16)
    assert.equal(new Set(frames.map(({ rgb }) => rgb)).size, 1)
  })
})
