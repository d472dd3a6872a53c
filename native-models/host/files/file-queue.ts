import { ActscopeError } from '../../errors.ts'
import type { Ask } from '../../protocol.ts'
import { FileJob, type FileTools } from './file-job.ts'

/** Files that may wait. */
const limit = 10_000

/** Files, one at a time, in the order in which they came. What is wrong with one of them does not stop the others. */
export class FileQueue {
  readonly #tools: FileTools
  readonly #waiting = new Map<number, FileJob>()
  #current: { readonly job: FileJob; readonly ended: Promise<void> } | undefined
  #lastJob = 0
  #disposed = false

  constructor(tools: FileTools) {
    this.#tools = tools
  }

  /** The number of the job. Throws `input-invalid` when too many wait. */
  add(ask: Ask<'file-recognize'>): number {
    if (this.#waiting.size >= limit)
      throw new ActscopeError('input-invalid', `${limit} files are waiting already.`, {
        hint: 'Wait for some of them.',
      })
    const job = new FileJob(++this.#lastJob, ask, this.#tools)
    this.#waiting.set(job.number, job)
    // Not at once: the answer with its number goes before its events.
    setImmediate(() => {
      this.#next()
    })
    return job.number
  }

  cancel(number: number): void {
    const waiting = this.#waiting.get(number)
    this.#waiting.delete(number)
    waiting?.cancelBeforeStart()
    if (this.#current?.job.number === number) this.#current.job.cancel()
  }

  async dispose(): Promise<void> {
    this.#disposed = true
    this.#waiting.clear()
    this.#current?.job.cancel()
    await this.#current?.ended
  }

  #next(): void {
    if (this.#disposed || this.#current !== undefined) return
    for (const [number, job] of this.#waiting) {
      this.#waiting.delete(number)
      const ended = job.run().then(() => {
        this.#current = undefined
        this.#next()
      })
      this.#current = { job, ended }
      return
    }
  }
}
