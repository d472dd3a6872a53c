/** What closed forms are tested against: the same computed otherwise, and numbers to compute with. */
export interface Samples {
  readonly rows: readonly Float64Array[]
  readonly targets: readonly Float64Array[]
  readonly weights: Float64Array
}

/** Numbers in [-1, 1), the same every time. */
export function hashed(seed: number): number {
  let x = Math.imul(seed + 1, 0x9e3779b1)
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 31 - 1
}

export function samples(n: number, d: number, classes: number): Samples {
  return {
    rows: Array.from({ length: n }, (_, i) => Float64Array.from({ length: d }, (__, j) => hashed(i * 1000 + j))),
    targets: Array.from({ length: classes }, (_, k) =>
      Float64Array.from({ length: n }, (__, i) => (i % classes === k ? 1 : -1)),
    ),
    weights: Float64Array.from({ length: n }, (_, i) => 1 + 0.5 * hashed(7000 + i)),
  }
}

/** x of A x = y, by Gaussian elimination with the largest pivot of each column. */
export function solve(a: readonly (readonly number[])[], y: readonly number[]): readonly number[] {
  const rows = a.map((row, i) => [...row, y[i]!])
  const n = rows.length
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let i = column; i < n; i++) if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i
    ;[rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!]
    for (let i = 0; i < n; i++) {
      if (i === column) continue
      const f = rows[i]![column]! / rows[column]![column]!
      for (let j = column; j <= n; j++) rows[i]![j]! -= f * rows[column]![j]!
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!)
}
