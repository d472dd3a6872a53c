import type { PickleValue } from './pickle-values.ts'
import { refuse } from './refuse.ts'

/** Python's pickler hands over a collection 1000 entries at a time; only a long tuple comes whole. */
const valueLimit = 100_000
const markLimit = 1000

/** The values of a pickle that is being read; a mark is where a collection began. */
export class PickleStack {
  readonly #source: string
  readonly #values: PickleValue[] = []
  readonly #marks: number[] = []

  constructor(source: string) {
    this.#source = source
  }

  push(value: PickleValue): void {
    if (this.#values.length >= valueLimit) throw refuse(this.#source, `keeps more than ${valueLimit} values at once`)
    this.#values.push(value)
  }

  pop(): PickleValue {
    return this.take(1)[0]!
  }

  top(): PickleValue {
    const value = this.take(1)[0]!
    this.#values.push(value)
    return value
  }

  /** The last `count` values, in the order in which they came. Throws rather than to reach below the last mark. */
  take(count: number): readonly PickleValue[] {
    if (this.#values.length - count < (this.#marks.at(-1) ?? 0))
      throw refuse(this.#source, 'uses a value it has not made')
    return this.#values.splice(this.#values.length - count)
  }

  mark(): void {
    if (this.#marks.length >= markLimit) throw refuse(this.#source, `is nested deeper than ${markLimit} levels`)
    this.#marks.push(this.#values.length)
  }

  /** All values since the last mark, which goes with them. */
  popMark(): PickleValue[] {
    const mark = this.#marks.pop()
    if (mark === undefined) throw refuse(this.#source, 'ends a collection that it has not begun')
    return this.#values.splice(mark)
  }
}
