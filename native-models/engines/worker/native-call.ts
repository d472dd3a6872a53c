const busy = 1
const closed = 2

/**
 * Whether a worker is inside a native call, seen from both threads.
 *
 * A thread that is ended in the middle of one takes the whole process with it: onnxruntime returns into a JavaScript
 * that is no longer there, throws, and nothing catches it ("terminate called after throwing an instance of
 * 'Napi::Error'", measured with 1.30.0 on the cpu). So the thread is closed first, then waited for, then ended.
 */
export class NativeCall {
  readonly shared: SharedArrayBuffer
  readonly #state: Int32Array

  constructor(shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.shared = shared
    this.#state = new Int32Array(shared)
  }

  /** The worker, before a call. False: the thread is closed and must not begin. */
  begin(): boolean {
    return Atomics.compareExchange(this.#state, 0, 0, busy) === 0
  }

  /** The worker, after it (or its owner, when the worker is gone). */
  end(): void {
    Atomics.and(this.#state, 0, ~busy)
    Atomics.notify(this.#state, 0)
  }

  /** The owner: no call begins from here on. The one under way, if any, ends in its time. */
  close(): void {
    Atomics.or(this.#state, 0, closed)
  }

  get underWay(): boolean {
    return (Atomics.load(this.#state, 0) & busy) !== 0
  }

  /** Blocks the owner's thread until the call under way has ended, at most `limitMs`; for the end of the process. */
  blockUntilEnded(limitMs: number): void {
    Atomics.wait(this.#state, 0, closed | busy, limitMs)
  }
}
