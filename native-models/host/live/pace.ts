import type { PassesPerBlock } from '../../choices.ts'

/** The share of the time between two passes that they may take: the page and the rest of the machine need some as well. */
const busyLimit = 0.8

/** So many passes one after another must have been too slow: a moment's load is none of the device's doing. */
const lateLimit = 3

/** How many passes per block a device keeps up with: as many as are wanted, halved whenever they were too many. */
export class Pace {
  #passesPerBlock: PassesPerBlock
  #late = 0

  constructor(wanted: PassesPerBlock) {
    this.#passesPerBlock = wanted
  }

  get passesPerBlock(): PassesPerBlock {
    return this.#passesPerBlock
  }

  /** After a pass that took `busy` of the time since the last: how many there are to be now, if fewer. */
  fewer(busy: number): PassesPerBlock | undefined {
    this.#late = busy > busyLimit ? this.#late + 1 : 0
    if (this.#late < lateLimit || this.#passesPerBlock === 1) return undefined
    this.#late = 0
    this.#passesPerBlock = this.#passesPerBlock === 4 ? 2 : 1
    return this.#passesPerBlock
  }
}
