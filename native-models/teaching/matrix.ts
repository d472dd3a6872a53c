/** The little linear algebra that a closed form needs: dense, row-major, in doubles, the same on every machine. */

/**
 * The inverse of a symmetric positive definite matrix [n, n], by Cholesky: A = L L', A^-1 = L^-1' L^-1. Undefined where a
 * pivot is not above 0.
 */
export function inverseOf(a: Float64Array, n: number): Float64Array | undefined {
  const factor = cholesky(a, n)
  if (factor === undefined) return undefined
  // Rows of L^-1, each from those above it.
  const lower = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    const pivot = 1 / factor[i * n + i]!
    for (let k = 0; k < i; k++) {
      const f = factor[i * n + k]! * pivot
      if (f !== 0) for (let j = 0; j <= k; j++) lower[i * n + j]! -= f * lower[k * n + j]!
    }
    lower[i * n + i] = pivot
  }
  const inverse = new Float64Array(n * n)
  for (let k = 0; k < n; k++) {
    for (let i = 0; i <= k; i++) {
      const f = lower[k * n + i]!
      for (let j = 0; j <= i; j++) inverse[i * n + j]! += f * lower[k * n + j]!
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) inverse[j * n + i] = inverse[i * n + j]!
  return inverse
}

/** The lower triangle L of A = L L'. */
function cholesky(a: Float64Array, n: number): Float64Array | undefined {
  const l = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!
      if (i !== j) l[i * n + j] = sum / l[j * n + j]!
      else if (sum > 0) l[i * n + i] = Math.sqrt(sum)
      else return undefined
    }
  }
  return l
}

/** a . b */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** The inner products of all rows with one another, [n, n]. */
export function gram(rows: readonly Float64Array[]): Float64Array {
  const n = rows.length
  const k = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) k[i * n + j] = k[j * n + i] = dot(rows[i]!, rows[j]!)
  return k
}
