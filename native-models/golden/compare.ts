import { ActscopeError } from '../errors.ts'

/** The first place where a result is not what PyTorch says. */
export class GoldenDifference extends ActscopeError {
  constructor(message: string) {
    super('graph-invalid', message)
  }
}

/** Throws at the first index where |actual - expected| is more than `tolerance`, or the lengths differ. */
export function expectClose(
  what: string,
  actual: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
): void {
  if (actual.length !== expected.length) {
    throw new GoldenDifference(`${what}: ${actual.length} values, expected ${expected.length}`)
  }
  expected.forEach((value, i) => {
    const difference = Math.abs(actual[i]! - value)
    if (!(difference <= tolerance)) {
      throw new GoldenDifference(
        `${what}[${i}] is ${actual[i]!}, expected ${value} (tolerance ${tolerance.toExponential(1)})`,
      )
    }
  })
}

export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== e) throw new GoldenDifference(`${what} is ${a}, expected ${e}`)
}
