/** Lets so many things happen at once, and the others wait their turn. */
export class Turns {
  readonly #pending: (() => void)[] = []
  #free: number

  constructor(atOnce: number) {
    this.#free = atOnce
  }

  async take<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#pending.push(resolve))
    try {
      return await task()
    } finally {
      const next = this.#pending.shift()
      if (next === undefined) this.#free++
      else next()
    }
  }
}
