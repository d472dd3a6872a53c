import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { NativeCall } from './native-call.ts'
import type { CallTable, Reply } from './calls.ts'

/** The worker is gone, and with it everything that it held. `message` says why. */
export class WorkerStopped extends Error {}

/** `process.exit()` ends the threads as well, and cannot wait for a promise. */
const running = new Set<NativeCall>()
process.on('exit', () => {
  for (const call of running) call.close()
  for (const call of running) call.blockUntilEnded(10_000)
})

interface Pending<Calls extends CallTable<Calls>> {
  readonly resolve: (answer: Calls[keyof Calls]['answer']) => void
  readonly reject: (error: Error) => void
}

/**
 * A worker thread as calls that return promises. Every call settles: with its answer, with the error the worker
 * gave, or with `WorkerStopped` when the thread ends (now or before). It keeps the process alive only while a call
 * is under way.
 */
export class WorkerThread<Calls extends CallTable<Calls>> {
  readonly #worker: Worker
  readonly #native = new NativeCall()
  readonly #pending = new Map<number, Pending<Calls>>()
  #lastId = 0
  #stopped: WorkerStopped | undefined

  constructor(entry: URL) {
    // Without the flags of this process: some are not for a worker (--input-type), and none is meant for it.
    this.#worker = new Worker(entry, { execArgv: [], workerData: this.#native.shared })
    running.add(this.#native)
    this.#worker.unref()
    this.#worker.on('message', (reply: Reply<Calls>) => {
      this.#settle(reply)
    })
    // An uncaught exception, or ERR_WORKER_OUT_OF_MEMORY; 'exit' follows.
    this.#worker.on('error', (error: unknown) => {
      this.#stop(error instanceof Error ? error.message : String(error))
    })
    this.#worker.on('messageerror', (error) => {
      this.#stop(error.message)
      void this.terminate()
    })
    this.#worker.on('exit', (code) => {
      running.delete(this.#native)
      this.#native.end() // it may have died inside a call
      this.#stop(`it exited with code ${code}`)
    })
  }

  get stopped(): boolean {
    return this.#stopped !== undefined
  }

  call<K extends keyof Calls>(
    call: K,
    ask: Calls[K]['ask'],
    transfer: ArrayBuffer[] = [],
  ): Promise<Calls[K]['answer']> {
    if (this.#stopped !== undefined) return Promise.reject(this.#stopped)
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#worker.postMessage({ id, call, ask }, transfer) // throws (and so rejects) if it cannot be sent
      this.#pending.set(id, { resolve, reject })
      this.#worker.ref()
    })
  }

  /** Ends the thread (after the native call it is in, which nothing can interrupt); pending calls are rejected. */
  async terminate(): Promise<void> {
    this.#stop('it was disposed')
    this.#native.close()
    while (this.#native.underWay) await sleep(5) // its end cannot be announced to a thread that is not blocked
    await this.#worker.terminate()
  }

  #settle(reply: Reply<Calls>): void {
    const pending = this.#pending.get(reply.id)
    this.#pending.delete(reply.id)
    if (this.#pending.size === 0) this.#worker.unref()
    if ('error' in reply) pending?.reject(new Error(reply.error))
    else pending?.resolve(reply.answer)
  }

  #stop(why: string): void {
    this.#stopped ??= new WorkerStopped(why)
    for (const { reject } of this.#pending.values()) reject(this.#stopped)
    this.#pending.clear()
    this.#worker.unref()
  }
}
