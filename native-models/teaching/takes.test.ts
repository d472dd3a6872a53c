import assert from 'node:assert/strict'
import test from 'node:test'
import { OnlineBuffer } from '../recognition/online/buffer.ts'
import { isActscopeError } from '../weights/expect-error.fixture.ts'
import { mirrored, mostWindows, windowsOf } from './takes.ts'

const manifest = { rate: 10, sampling: { kind: 'segments' } } as const
const timesOf = (count: number, fps: number): number[] => Array.from({ length: count }, (_, i) => 3 + i / fps)

test('the first window is the whole take by segments, the others are those of the online memory', () => {
  const [whole, ...online] = windowsOf(timesOf(12, 10), manifest, 4, 'take')
  assert.deepEqual(whole, { whole: true, frames: [1, 4, 7, 10] })
  const memory = new OnlineBuffer<number>(4, 4)
  const expected: number[][] = []
  for (let i = 0; i < 12; i++) {
    const clip = memory.next() === 'keep' ? memory.keep(i, i) : memory.skip()
    if (clip !== undefined) expected.push(clip.frames.map(({ item }) => item))
  }
  assert.equal(expected.length, 9)
  assert.equal(online.length, mostWindows)
  assert.deepEqual(online[0]!.frames, expected[0])
  assert.deepEqual(online.at(-1)!.frames, expected.at(-1))
})

test('a take that is shorter than a clip has the whole take alone; one that is too short is refused', () => {
  assert.equal(windowsOf(timesOf(6, 10), manifest, 8, 'take').length, 1)
  assert.throws(
    () => windowsOf(timesOf(4, 10), manifest, 4, 'wave.mp4'),
    isActscopeError('input-invalid', /wave\.mp4 is too short: 4 frames, 0\.4 s/),
  )
  assert.throws(() => windowsOf([], manifest, 4, 'x'), isActscopeError('input-invalid', /0 frames/))
})

test('a mirror turns columns round, and twice is as before', () => {
  const rgb = Uint8Array.from({ length: 2 * 2 * 3 }, (_, i) => i)
  assert.deepEqual([...mirrored(rgb, 2)], [3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8])
  assert.deepEqual(mirrored(mirrored(rgb, 2), 2), rgb)
})
