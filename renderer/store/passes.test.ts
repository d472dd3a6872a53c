import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Passes, ranked } from './passes.ts'

function passes(...blocks: readonly (readonly [from: number, until: number, scores: readonly number[]])[]): Passes {
  const made = new Passes()
  for (const [from, until, scores] of blocks) made.add({ from, until, average: Float32Array.from(scores) })
  return made
}

describe('the passes of a file', () => {
  const three = passes([0, 1, [0.25, 0.5]], [1.5, 2, [0.75, 0.125]], [2.5, 3, [0, 0.25]])

  test('a moment belongs to the block that it lies in, and a gap to the block after it', () => {
    const at = (time: number) => three.list.indexOf(three.at(time)!)
    assert.deepEqual([0, 0.5, 1, 1.2, 1.5, 2, 2.4, 3].map(at), [0, 0, 0, 1, 1, 1, 2, 2])
    assert.equal(three.at(3.01), undefined)
    assert.equal(new Passes().at(0), undefined)
  })

  test('how far it has come', () => {
    assert.equal(three.until, 3)
    assert.equal(new Passes().until, 0)
  })

  test('the classes that rose highest anywhere', () => {
    assert.deepEqual(three.top(5), [0, 1])
    assert.deepEqual(three.top(1), [0])
    assert.deepEqual(three.top(5, 0.6), [0])
    assert.deepEqual(new Passes().top(5), [])
  })

  test('grows as one reads it', () => {
    const growing = passes([0, 1, [0.1, 0.2]])
    const { list } = growing
    growing.add({ from: 1, until: 2, average: Float32Array.of(0.9, 0.1) })
    assert.equal(list.length, 2)
    assert.deepEqual(growing.top(1), [0])
  })

  test('a place among ten thousand is found at once', () => {
    const long = new Passes()
    for (let i = 0; i < 10_000; i++) long.add({ from: i, until: i + 0.9, average: Float32Array.of(i) })
    for (const time of [0, 4999.5, 9999.9]) assert.equal(long.at(time), long.list[Math.floor(time)])
  })
})

test('the largest, best first; of equals the first', () => {
  assert.deepEqual(ranked(Float32Array.of(0.1, 0.5, 0.2, 0.5), 3), [1, 3, 2])
  assert.deepEqual(ranked(new Float32Array(0), 3), [])
})
