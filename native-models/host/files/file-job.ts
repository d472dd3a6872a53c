import type { Ask, HostEvent } from '../../protocol.ts'
import { recognizeFile } from '../../recognition/recognize-file.ts'
import type { Recognizer } from '../../recognition/recognizer.ts'
import { recognizeTimeline } from '../../recognition/timeline.ts'
import { probeVideo } from '../../video/video.ts'
import type { Outbox } from '../outbox.ts'
import { inTurns, type Priority } from '../priority.ts'
import type { RecognizerPool } from '../recognizer-pool.ts'
import { Cancelled } from '../wire-error.ts'

export interface FileTools {
  readonly pool: RecognizerPool
  readonly outbox: Outbox
  readonly priority: Priority
  /** The path of a file that the other side may have. @throws ActscopeError `video-missing` */
  readonly pathOf: (file: string) => string
}

type Result = Extract<HostEvent, { type: 'file-end' }>['result']

/** One file: what it shows as a whole, then its timeline. */
export class FileJob {
  readonly number: number
  readonly #ask: Ask<'file-recognize'>
  readonly #tools: FileTools
  readonly #abort = new AbortController()

  constructor(number: number, ask: Ask<'file-recognize'>, tools: FileTools) {
    this.number = number
    this.#ask = ask
    this.#tools = tools
  }

  cancel(): void {
    this.#abort.abort(new Cancelled())
  }

  /** For a job that will not be run. */
  cancelBeforeStart(): void {
    this.#end({ outcome: 'cancelled' })
  }

  /** Ends with a `file-end`, whatever happens; never rejects. */
  async run(): Promise<void> {
    try {
      this.#end(await this.#recognize(this.#tools.pathOf(this.#ask.file)))
    } catch (error) {
      const cancelled = this.#abort.signal.aborted || error instanceof Cancelled
      this.#end(cancelled ? { outcome: 'cancelled' } : { outcome: 'failed', error: this.#tools.outbox.wire(error) })
    }
  }

  async #recognize(path: string): Promise<Result> {
    const { pool, outbox, priority } = this.#tools
    const { signal } = this.#abort
    const { variant, device, timeline } = this.#ask
    outbox.post({ type: 'file-started', job: this.number, info: await probeVideo(path) })
    const lease = await pool.acquire(variant, device)
    try {
      signal.throwIfAborted()
      const recognizer = inTurns(lease.recognizer, priority, signal)
      await this.#whole(recognizer, path)
      return timeline ? await this.#timeline(recognizer, path) : { outcome: 'done', events: [], tooShort: false }
    } finally {
      lease.release()
    }
  }

  async #whole(recognizer: Recognizer, path: string): Promise<void> {
    const { probabilities, times, frames, damage } = await recognizeFile(recognizer, path, this.#abort.signal)
    this.#tools.outbox.post({
      type: 'file-label',
      job: this.number,
      variant: recognizer.manifest.id,
      device: recognizer.session.device,
      probabilities,
      times,
      frames,
      ...(damage !== undefined && { damage }),
    })
  }

  async #timeline(recognizer: Recognizer, path: string): Promise<Result> {
    const { settings } = this.#ask
    const { events, tooShort } = await recognizeTimeline(recognizer, path, {
      ...settings,
      signal: this.#abort.signal,
      onProgress: (_, { from, until, prediction, average }) => {
        this.#tools.outbox.post({
          type: 'file-pass',
          job: this.number,
          from,
          until,
          prediction: prediction.probabilities,
          average: Float32Array.from(average),
        })
      },
    })
    return { outcome: 'done', events, tooShort }
  }

  #end(result: Result): void {
    this.#tools.outbox.post({ type: 'file-end', job: this.number, result })
  }
}
