import { ActscopeError } from '../../errors.ts'

import type { AveragingRule } from '../../choices.ts'

/** The running average P_A over passes. */
export class RunningAverage {
  readonly #rule: AveragingRule
  #average: Float64Array
  #passes = 0

  /** `classes`: the length of every prediction. */
  constructor(classes: number, rule: AveragingRule = 'halving') {
    this.#rule = rule
    this.#average = new Float64Array(classes)
  }

  /**
   * Takes the prediction of one pass [classes] and gives P_A [classes], which is the caller's to keep.
   * Throws `input-invalid` for another length, `engine-failed` for a number that is not finite: it would stay in P_A forever.
   */
  add(prediction: Float32Array | Float64Array): Float64Array {
    const classes = this.#average.length
    if (prediction.length !== classes) {
      throw new ActscopeError('input-invalid', `A prediction has ${prediction.length} classes, not ${classes}.`)
    }
    const bad = prediction.findIndex((p) => !Number.isFinite(p))
    if (bad >= 0) {
      throw new ActscopeError('engine-failed', `A pass gave ${String(prediction[bad])} for class ${bad}.`, {
        hint: 'Choose another device.',
      })
    }
    this.#average = this.#passes === 0 ? Float64Array.from(prediction) : this.#combined(prediction)
    this.#passes++
    return this.#average.slice()
  }

  /** The next prediction is the first. */
  reset(): void {
    this.#passes = 0
  }

  #combined(prediction: Float32Array | Float64Array): Float64Array {
    const average = this.#average
    const passes = this.#passes
    const rule = this.#rule
    switch (rule) {
      case 'halving':
        return average.map((a, i) => (a + prediction[i]!) / 2)
      case 'cumulative':
        return average.map((a, i) => a + (prediction[i]! - a) / (passes + 1))
      case 'none':
        return Float64Array.from(prediction)
      case 'reference-code': {
        const mean = average.reduce((sum, a) => sum + a, 0) / average.length
        return Float64Array.from(prediction, (p) => p + mean)
      }
    }
  }
}
