import assert from 'node:assert/strict'
import test from 'node:test'
import { gram } from './matrix.ts'
import { ridge } from './ridge.ts'
import { samples, solve, type Samples } from './reference.fixture.ts'

/** The same regression in its primal form: normal equations over [w, b], solved by elimination. */
function primal({ rows, targets, weights }: Samples, lambda: number): readonly (readonly number[])[] {
  const d = rows[0]!.length
  const extended = rows.map((row) => [...row, 1])
  return targets.map((y) => {
    const a = Array.from({ length: d + 1 }, (_, p) =>
      Array.from(
        { length: d + 1 },
        (__, q) =>
          extended.reduce((sum, row, i) => sum + weights[i]! * row[p]! * row[q]!, 0) + (p === q && p < d ? lambda : 0),
      ),
    )
    const right = Array.from({ length: d + 1 }, (_, p) =>
      extended.reduce((sum, row, i) => sum + weights[i]! * row[p]! * y[i]!, 0),
    )
    return solve(a, right)
  })
}

const without = (from: Samples, left: readonly number[]): Samples => {
  const stays = (_: unknown, i: number): boolean => !left.includes(i)
  return {
    rows: from.rows.filter(stays),
    targets: from.targets.map((y) => y.filter(stays)),
    weights: from.weights.filter(stays),
  }
}

const score = (row: Float64Array, w: readonly number[]): number =>
  row.reduce((sum, x, i) => sum + x * w[i]!, w[row.length]!)

for (const lambda of [1e-3, 0.1, 10]) {
  test(`the dual form with lambda ${lambda} is the primal one`, () => {
    const given = samples(20, 7, 3)
    const fitted = ridge(gram(given.rows), given.targets, given.weights, lambda)
    primal(given, lambda).forEach((w, k) => {
      assert.ok(Math.abs(fitted.intercept[k]! - w[7]!) < 1e-8)
      for (let p = 0; p < 7; p++) {
        const own = given.rows.reduce((sum, row, i) => sum + fitted.alpha[k]![i]! * row[p]!, 0)
        assert.ok(Math.abs(own - w[p]!) < 1e-8, `${own} and ${w[p]!}`)
      }
    })
  })

  test(`leaving out with lambda ${lambda} is fitting anew without the group`, () => {
    const given = samples(20, 7, 3)
    const groups = [[0, 1, 2], [3], [4, 9, 11, 15], [5, 6, 7, 8], [10, 12, 13, 14, 16, 17, 18, 19]]
    const scores = ridge(gram(given.rows), given.targets, given.weights, lambda).leaveOut(groups)
    for (const group of groups) {
      const refitted = primal(without(given, group), lambda)
      for (const i of group) {
        refitted.forEach((w, k) => {
          assert.ok(Math.abs(scores[i]![k]! - score(given.rows[i]!, w)) < 1e-7)
        })
      }
    }
  })
}
