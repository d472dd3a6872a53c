/** Those who want to be told of something, in the order in which they asked. */
export class Listeners<T extends unknown[]> {
  readonly #all = new Set<(...values: T) => void>()

  get size(): number {
    return this.#all.size
  }

  /** Returns how to stop listening. */
  readonly add = (listener: (...values: T) => void): (() => void) => {
    this.#all.add(listener)
    return () => this.#all.delete(listener)
  }

  /** Who begins to listen meanwhile is not told, who stops may be. */
  tell(...values: T): void {
    for (const listener of [...this.#all]) listener(...values)
  }

  clear(): void {
    this.#all.clear()
  }
}
