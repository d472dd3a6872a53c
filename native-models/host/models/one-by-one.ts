/** Heavy work of which there should be one at a time: two that are measured at once would both be slow. */
export class OneByOne {
  #last: Promise<unknown> = Promise.resolve()

  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => undefined)
    return done
  }

  /** When what was asked for until now has ended. */
  async idle(): Promise<void> {
    await this.#last
  }
}
