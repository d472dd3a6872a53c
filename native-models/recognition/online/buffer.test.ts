import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { ActscopeError } from '../../errors.ts'
import { HalvingBuffer } from './halving-buffer.ts'
import { OnlineBuffer } from './buffer.ts'
import type { Clip, OnlineMemory } from './memory.ts'
import type { MemoryRule, PassesPerBlock } from '../../choices.ts'
import { blockCounts, clipOffsets, depthOf, spread } from './buffer-sampling.ts'

interface Golden {
  frames: number[][]
  schedule?: number[][]
}
// Made with the authors' way of sampling (docs/readings.md, ECO's online sampling).
const golden = JSON.parse(readFileSync('native-models/golden/vectors/online.json', 'utf8')) as Record<string, Golden>

/** Frame i, at i / 8 seconds, is the item i; also gives the frames that were skipped. */
function run(buffer: OnlineMemory<number>, count: number): { clips: Clip<number>[]; skipped: Set<number> } {
  const clips: Clip<number>[] = []
  const skipped = new Set<number>()
  for (let i = 0; i < count; i++) {
    const keep = buffer.next() === 'keep'
    if (!keep) skipped.add(i)
    const clip = keep ? buffer.keep(i, i / 8) : buffer.skip()
    assert.equal(clip !== undefined, buffer.progress.filled === 0)
    if (clip !== undefined) clips.push(clip)
  }
  return { clips, skipped }
}

/** Frames of the clip of N that ends before frame `end`, oldest first, `end` at least N: whole blocks, counted back. */
const clipFrames = (N: number, end: number): readonly number[] =>
  clipOffsets(N, Math.min(Math.floor(end / N), depthOf(N))).map((offset) => end + offset)

const memoryOf = (N: number, memory: MemoryRule): OnlineMemory<number> =>
  memory === 'slots' ? new OnlineBuffer(N) : new HalvingBuffer(N)

const cases: [string, number, MemoryRule][] = [
  ['N16_referenceSlots', 16, 'slots'],
  ['N16_literalHalving', 16, 'halving'],
  ['N8_referenceSlots_depth4', 8, 'slots'],
  ['N4_referenceSlots_depth3', 4, 'slots'],
]
for (const [name, N, memory] of cases) {
  test(`the frames of every pass: ${name}`, () => {
    const { frames, schedule } = golden[name]!
    const { clips } = run(memoryOf(N, memory), frames.length * N)
    assert.deepEqual(
      clips.map((clip) => clip.frames.map(({ frame }) => frame)),
      frames,
    )
    if (schedule !== undefined) {
      assert.equal(depthOf(N), schedule.length)
      assert.deepEqual(
        schedule.map((_, i) => blockCounts(N, i + 1)),
        schedule,
      )
    }
  })
}

test('spreads as rint(linspace), half to even', () => {
  assert.deepEqual(spread(16, 8), [0, 2, 4, 6, 9, 11, 13, 15])
  assert.deepEqual(spread(8, 4), [0, 2, 5, 7])
  assert.deepEqual(spread(4, 2), [0, 3])
  assert.deepEqual(spread(2, 1), [0])
  assert.deepEqual(spread(6, 3), [0, 2, 5]) // 2.5 to 2
  assert.deepEqual(spread(8, 3), [0, 4, 7]) // 3.5 to 4
})

test('says in advance what is wanted of each block', () => {
  const buffer = new OnlineBuffer<number>(16)
  const { skipped } = run(buffer, 64)
  assert.deepEqual(
    [...skipped].filter((frame) => frame < 32),
    [17, 19, 21, 23, 24, 26, 28, 30],
  )
  assert.equal(skipped.size, 3 * 8)
})

test('tells how far it has warmed up, and begins anew after a reset', () => {
  const buffer = new OnlineBuffer<number>(16)
  run(buffer, 9)
  assert.deepEqual(buffer.progress, { filled: 9, N: 16, passes: 0 })
  for (let i = 0; i < 20; i++)
    if (buffer.next() === 'keep') buffer.keep(i, i)
    else buffer.skip()
  assert.deepEqual(buffer.progress, { filled: 13, N: 16, passes: 1 })
  buffer.reset()
  assert.deepEqual(buffer.progress, { filled: 0, N: 16, passes: 0 })
  assert.deepEqual(run(buffer, 40), run(new OnlineBuffer<number>(16), 40))
})

test('what is kept comes back with its time and number', () => {
  const buffer = new OnlineBuffer<string>(2)
  buffer.keep('a', 0.5)
  const clip = buffer.keep('b', 0.75)
  assert.deepEqual(clip, {
    pass: 1,
    frames: [
      { frame: 0, time: 0.5, item: 'a' },
      { frame: 1, time: 0.75, item: 'b' },
    ],
    newestFrom: 0,
  })
  buffer.keep('c', 1)
  assert.equal(buffer.next(), 'skip')
  assert.deepEqual(
    buffer.skip()?.frames.map(({ item }) => item),
    ['a', 'c'],
  )
})

test('refuses a length that cannot be halved, and a call that was not asked for', () => {
  for (const N of [0, 1, 3, 12, -16, 2.5, NaN, Infinity]) {
    assert.throws(
      () => new OnlineBuffer(N),
      (error) => error instanceof ActscopeError && error.code === 'input-invalid',
    )
  }
  const buffer = new OnlineBuffer<number>(2)
  assert.throws(() => buffer.skip(), /Frame 0 is one to keep, not to skip/)
  run(buffer, 3)
  assert.throws(() => buffer.keep(0, 0), /Frame 3 is one to skip, not to keep/)
  assert.equal(buffer.progress.filled, 1)
})

test('for every N: N frames in order, half of them new, none that was skipped, none older than the memory is deep', () => {
  const stream = fc.record({
    N: fc.constantFrom(2, 4, 8, 16, 32),
    memory: fc.constantFrom<MemoryRule>('slots', 'halving'),
    count: fc.nat(400),
  })
  fc.assert(
    fc.property(stream, ({ N, memory, count }) => {
      const { clips, skipped } = run(memoryOf(N, memory), count)
      assert.equal(clips.length, Math.floor(count / N))
      const seen = new Map<number, number>()
      clips.forEach(({ pass, frames, newestFrom }, k) => {
        assert.equal(pass, k + 1)
        assert.equal(frames.length, N)
        frames.forEach(({ frame, time, item }, i) => {
          assert.ok(i === 0 || frame > frames[i - 1]!.frame)
          assert.equal(item, frame)
          assert.equal(time, frame / 8)
          assert.ok(!skipped.has(frame))
          assert.equal(frame >= k * N, i >= newestFrom)
          seen.set(frame, (seen.get(frame) ?? 0) + 1)
        })
        assert.equal(newestFrom, k === 0 ? 0 : N / 2)
      })
      // Every frame that was kept was of use, and (slots) none stays for ever.
      for (let frame = 0; frame < clips.length * N; frame++) assert.equal(seen.has(frame), !skipped.has(frame))
      if (memory === 'slots') assert.ok(Math.max(0, ...seen.values()) <= Math.log2(N) + 1)
    }),
    { seed: 16, numRuns: 150 },
  )
})

describe('with several passes for each block', () => {
  const stream = fc.record({
    N: fc.constantFrom(4, 8, 16, 32),
    passesPerBlock: fc.constantFrom<PassesPerBlock>(2, 4),
    count: fc.nat(300),
  })

  test('a pass comes after the first block, then every so many frames; at the end of a block it is the one of ECO', () => {
    fc.assert(
      fc.property(stream, ({ N, passesPerBlock, count }) => {
        const hop = N / passesPerBlock
        const { clips } = run(new OnlineBuffer(N, passesPerBlock), count)
        assert.equal(clips.length, count < N ? 0 : Math.floor((count - N) / hop) + 1)
        const eco = run(new OnlineBuffer(N), count).clips
        const ofBlocks = clips.filter((_, i) => i % passesPerBlock === 0)
        assert.deepEqual(
          ofBlocks.map(({ frames }) => frames),
          eco.map(({ frames }) => frames),
        )
      }),
      { seed: 4, numRuns: 150 },
    )
  })

  test('half of each clip is of the last N frames, no frame that was skipped is in it, and every one that was kept is of use', () => {
    fc.assert(
      fc.property(stream, ({ N, passesPerBlock, count }) => {
        const hop = N / passesPerBlock
        const { clips, skipped } = run(new OnlineBuffer(N, passesPerBlock), count)
        const seen = new Set<number>()
        clips.forEach(({ frames, newestFrom }, k) => {
          const end = N + k * hop
          assert.deepEqual(
            frames.map(({ frame }) => frame),
            clipFrames(N, end),
          )
          frames.forEach(({ frame }, i) => {
            seen.add(frame)
            assert.ok(!skipped.has(frame))
            assert.equal(k === 0 || frame >= end - hop, i >= newestFrom)
          })
          if (end >= 2 * N) assert.equal(frames.filter(({ frame }) => frame >= end - N).length, N / 2)
        })
        const end = clips.length === 0 ? 0 : N + (clips.length - 1) * hop
        for (let frame = 0; frame < end - N; frame++) assert.equal(seen.has(frame), !skipped.has(frame))
      }),
      { seed: 5, numRuns: 150 },
    )
  })

  test('there can be fewer from now on, and the clips stay what they are; never more than there were', () => {
    const buffer = new OnlineBuffer<number>(16, 4)
    run(buffer, 41)
    buffer.renew(1)
    const ends = Array.from({ length: 100 }, (_, i) => 41 + i).flatMap((i) => {
      const clip = buffer.next() === 'keep' ? buffer.keep(i, i / 8) : buffer.skip()
      if (clip === undefined) return []
      assert.deepEqual(
        clip.frames.map(({ item }) => item),
        clipFrames(16, i + 1),
      )
      return [i + 1]
    })
    assert.deepEqual(ends, [48, 64, 80, 96, 112, 128])
    buffer.renew(4)
    assert.equal(run(buffer, 32).clips.length, 2)
  })
})
