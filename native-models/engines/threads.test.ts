import assert from 'node:assert/strict'
import { availableParallelism } from 'node:os'
import { test } from 'node:test'
import { defaultThreads } from './threads.ts'

test('threads are no more than this process may use; where onnxruntime counts, they are left to it', () => {
  const threads = defaultThreads()
  assert.ok(Number.isInteger(threads))
  if (process.platform === 'linux') assert.ok(threads >= 1 && threads <= availableParallelism())
  else assert.equal(threads, 0)
})
