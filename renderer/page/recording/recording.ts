/** One recording: a stream into a file, second by second and in order. */
import type { Saved, Sink } from '../../shell/files.ts'

/** VP8 first: the cheaper encoder; what encoding takes, the recognizer lacks. */
const types = ['video/webm;codecs=vp8', 'video/webm;codecs=vp9', 'video/webm']
/** Milliseconds of a part: no more is lost if the app dies. */
const part = 1000

export const recordingType = (): string | undefined => types.find((type) => MediaRecorder.isTypeSupported(type))

/** `saved`: the file, if it is whole; `error`: why it ended early (what was written is kept). */
export interface RecordingEnd {
  readonly bytes: number
  readonly saved: Saved | undefined
  readonly error: unknown
}

export class Recording {
  /** When it is over, for whatever reason. Never rejects. */
  readonly ended: Promise<RecordingEnd>
  readonly #recorder: MediaRecorder
  readonly #sink: Sink
  #written = Promise.resolve()
  #bytes = 0
  #failed = false
  #error: unknown

  /** `onBytes`: so much has been written. Throws what MediaRecorder throws (the sink is the caller's then). */
  constructor(stream: MediaStream, type: string, sink: Sink, onBytes: (bytes: number) => void) {
    this.#sink = sink
    const { width = 640, height = 480 } = stream.getVideoTracks()[0]?.getSettings() ?? {}
    const videoBitsPerSecond = Math.max(2_500_000, width * height * 4)
    this.#recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond })
    this.ended = new Promise((resolve) => {
      this.#recorder.addEventListener('stop', () => {
        void this.#written.then(() => this.#end()).then(resolve)
      })
    })
    this.#recorder.addEventListener('dataavailable', ({ data }) => {
      if (data.size > 0) this.#written = this.#written.then(() => this.#write(data, onBytes))
    })
    this.#recorder.addEventListener('error', ({ error }: Event & { readonly error?: unknown }) => {
      this.#fail(error)
    })
    this.#recorder.start(part)
  }

  pause(): void {
    if (this.#recorder.state === 'recording') this.#recorder.pause()
  }

  resume(): void {
    if (this.#recorder.state === 'paused') this.#recorder.resume()
  }

  stop(): void {
    if (this.#recorder.state !== 'inactive') this.#recorder.stop()
  }

  async #write(data: Blob, onBytes: (bytes: number) => void): Promise<void> {
    if (this.#failed) return
    try {
      await this.#sink.write(new Uint8Array(await data.arrayBuffer()))
      this.#bytes += data.size
      onBytes(this.#bytes)
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    if (this.#failed) return
    this.#failed = true
    this.#error = error
    this.stop()
  }

  async #end(): Promise<RecordingEnd> {
    const bytes = this.#bytes
    try {
      if (!this.#failed && bytes > 0) return { bytes, saved: await this.#sink.close(), error: undefined }
      await this.#sink.abort(bytes > 0)
    } catch (error) {
      this.#fail(error)
    }
    return { bytes, saved: undefined, error: this.#error }
  }
}
