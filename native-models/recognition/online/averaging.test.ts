import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { ActscopeError } from '../../errors.ts'
import { RunningAverage } from './averaging.ts'
import type { AveragingRule } from '../../choices.ts'

type Lists = Record<'P' | 'halving' | 'cumulative' | 'referenceCodeActual', number[][]>
const golden = (JSON.parse(readFileSync('native-models/golden/vectors/online.json', 'utf8')) as { averaging: Lists })
  .averaging

const rules: [AveragingRule, keyof Lists][] = [
  ['halving', 'halving'],
  ['cumulative', 'cumulative'],
  ['reference-code', 'referenceCodeActual'],
  ['none', 'P'],
]
for (const [rule, list] of rules) {
  test(`P_A of every pass: ${rule}`, () => {
    const average = new RunningAverage(3, rule)
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(
        golden.P.map((P) => [...average.add(Float64Array.from(P))]),
        golden[list],
      )
      average.reset()
    }
  })
}

test('takes float32 and keeps what it gave apart from what it keeps', () => {
  const average = new RunningAverage(2)
  const first = average.add(Float32Array.of(1, 0))
  first.fill(9)
  assert.deepEqual([...average.add(Float32Array.of(0, 1))], [0.5, 0.5])
})

test('refuses another length, and what would poison every later average', () => {
  const average = new RunningAverage(2)
  average.add(Float32Array.of(1, 0))
  const code = (wanted: string) => (error: unknown) => error instanceof ActscopeError && error.code === wanted
  assert.throws(() => average.add(Float32Array.of(1)), code('input-invalid'))
  assert.throws(() => average.add(Float32Array.of(0, NaN)), code('engine-failed'))
  assert.deepEqual([...average.add(Float32Array.of(0, 1))], [0.5, 0.5])
})
