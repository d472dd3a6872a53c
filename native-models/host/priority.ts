import type { Recognizer } from '../recognition/recognizer.ts'

/** Live goes first: a step of a file begins only while no live frame is being worked on. */
export class Priority {
  #live = 0
  #waiting: (() => void)[] = []

  /** Work on a live frame. */
  async first<T>(work: () => Promise<T>): Promise<T> {
    this.#live++
    try {
      return await work()
    } finally {
      if (--this.#live === 0) for (const go of this.#waiting.splice(0)) go()
    }
  }

  /** Before a step of a file. Between two live frames there is always time for one, so that a file does end. */
  async turn(): Promise<void> {
    while (this.#live > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}

/**
 * The recognizer as a file uses it: in steps of one frame or one clip, each in its turn, none after the signal. Frames are
 * encoded one by one also when nothing else runs, so that the numbers do not depend on that.
 */
export function inTurns(recognizer: Recognizer, priority: Priority, signal: AbortSignal): Recognizer {
  const { session } = recognizer
  const turn = async (): Promise<void> => {
    await priority.turn()
    signal.throwIfAborted()
  }
  return {
    ...recognizer,
    session: {
      get device() {
        return session.device
      },
      async encode(frames) {
        const kept = []
        for (const frame of frames) {
          await turn()
          kept.push(...(await session.encode([frame])))
        }
        return kept
      },
      async classify(clip) {
        await turn()
        return session.classify(clip)
      },
      dispose: () => session.dispose(),
    },
  }
}
