import assert from 'node:assert/strict'
import test from 'node:test'
import { readRange } from './ranges.ts'

test('ranges of a file of 100 bytes', () => {
  const of = (header: string | null): unknown => readRange(header, 100)
  assert.deepEqual(of('bytes=0-'), { from: 0, to: 99 })
  assert.deepEqual(of('bytes=10-19'), { from: 10, to: 19 })
  assert.deepEqual(of('bytes=90-1000'), { from: 90, to: 99 })
  assert.deepEqual(of('bytes=-10'), { from: 90, to: 99 })
  assert.deepEqual(of('bytes=-1000'), { from: 0, to: 99 })
  for (const header of ['bytes=100-', 'bytes=100-200', 'bytes=-0']) assert.equal(of(header), 'none')
  for (const header of [null, '', 'bytes=-', 'bytes=a-b', 'bytes=20-10', 'bytes=0-1,5-6', 'lines=0-1', 'bytes=1.5-2'])
    assert.equal(of(header), undefined)
  assert.equal(readRange('bytes=0-', 0), 'none')
})
