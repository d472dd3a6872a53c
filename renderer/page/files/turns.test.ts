import assert from 'node:assert/strict'
import test from 'node:test'
import { Turns } from './turns.ts'

test('turns: so many at once, in order, and a failure lets the next one in', async () => {
  const turns = new Turns(2)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const all = [0, 1, 2, 3].map((i) =>
    turns
      .take(async () => {
        begun.push(i)
        await new Promise<void>((resolve) => ends.push(resolve))
        if (i === 0) throw new Error('no')
      })
      .catch(() => undefined),
  )
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  await settle()
  assert.deepEqual(begun, [0, 1])
  ends[0]!()
  await settle()
  assert.deepEqual(begun, [0, 1, 2])
  ends[1]!()
  await settle()
  ends[2]!()
  ends[3]!()
  await Promise.all(all)
  assert.deepEqual(begun, [0, 1, 2, 3])
})
