import { ActscopeError } from '../errors.ts'
import { inverseOf } from './matrix.ts'

/**
 * Ridge regression with an intercept, in its dual form (Saunders et al. 1998, "Ridge regression learning algorithm in dual
 * variables"), as there are few windows and many features. For samples z_i with targets y_i and weights s_i it minimises
 *
 *     sum_i s_i (y_i - w . z_i - b)^2 + lambda |w|^2,        w = sum_i alpha_i z_i
 *
 * With K = Z Z' and A = K + lambda diag(1 / s): A alpha + b 1 = y and 1 . alpha = 0.
 */
export interface Ridge {
  /** By class, [n] each. */
  readonly alpha: readonly Float64Array[]
  readonly intercept: readonly number[]
  /**
   * Scores of each sample by the regression that was fitted without its group, [n][classes]: exactly those of fitting anew
   * (with the same weights), from one inverse. With M the inverse of the whole system, the residuals of a group G are
   * (M_GG)^-1 alpha_G (An et al. 2007, "Fast cross-validation algorithms for least squares support vector machine").
   */
  leaveOut(groups: readonly (readonly number[])[]): readonly Float64Array[]
}

/**
 * @param kernel K [n, n]
 * @param targets by class, [n] each
 * @param weights s [n], above 0
 */
export function ridge(
  kernel: Float64Array,
  targets: readonly Float64Array[],
  weights: Float64Array,
  lambda: number,
): Ridge {
  const n = weights.length
  const a = kernel.slice()
  for (let i = 0; i < n; i++) a[i * n + i]! += lambda / weights[i]!
  const inverse = inverseOf(a, n)
  if (inverse === undefined) throw singular()
  // v = A^-1 1
  const v = new Float64Array(n)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) v[i]! += inverse[i * n + j]!
  const whole = v.reduce((sum, x) => sum + x, 0)

  const intercept = targets.map((y) => y.reduce((sum, x, i) => sum + x * v[i]!, 0) / whole)
  const alpha = targets.map((y, k) => {
    const b = intercept[k]!
    return Float64Array.from({ length: n }, (_, i) => {
      let sum = -v[i]! * b
      for (let j = 0; j < n; j++) sum += inverse[i * n + j]! * y[j]!
      return sum
    })
  })
  return {
    alpha,
    intercept,
    leaveOut(groups) {
      const scores = Array.from({ length: n }, () => new Float64Array(targets.length))
      for (const group of groups) {
        const size = group.length
        const block = new Float64Array(size * size) // M_GG
        group.forEach((i, row) => {
          group.forEach((j, column) => {
            block[row * size + column] = inverse[i * n + j]! - (v[i]! * v[j]!) / whole
          })
        })
        const back = inverseOf(block, size)
        if (back === undefined) throw singular()
        group.forEach((i, row) => {
          targets.forEach((y, k) => {
            let residual = 0
            group.forEach((j, column) => (residual += back[row * size + column]! * alpha[k]![j]!))
            scores[i]![k] = y[i]! - residual
          })
        })
      }
      return scores
    },
  }
}

const singular = (): ActscopeError =>
  new ActscopeError('input-invalid', 'these takes cannot be told apart by numbers', {
    hint: 'Record takes of at least two actions that differ.',
  })
