import assert from 'node:assert/strict'
import test from 'node:test'
import { withPair } from './agreement.ts'

test('pairs of labels on which two variants differ, most often first', () => {
  const said = [
    ['wave', 'clap'],
    ['run', 'run'],
    ['walk', 'run'],
    ['walk', 'run'],
  ] as const
  assert.deepEqual(
    said.reduce<ReturnType<typeof withPair>>((pairs, labels) => withPair(pairs, labels), []),
    [
      { labels: ['walk', 'run'], count: 2 },
      { labels: ['wave', 'clap'], count: 1 },
    ],
  )
})
