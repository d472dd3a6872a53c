import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'

/** A contender that did not come through; `message` says which one, and what it said last. */
export class ContenderFailed extends Error {}

/** What is left of a contender: the numbers of its last pass, and its memory. */
export interface Finish {
  readonly output: Float32Array
  /** Resident bytes: the most there ever was (loading included), and at the end; null where nobody can tell. */
  readonly peak: number | null
  readonly held: number | null
}

/**
 * A process that runs one case when it is told to, and rests otherwise, so that several can take turns.
 *
 * It says {"ready":true} when it has loaded and run once. Told a number of milliseconds, it runs passes for at least
 * that long and says {"milliseconds"} of one. Told "end" it says {"output","peak","held"} (base64 of float32; bytes)
 * and leaves; it leaves as well when its stdin closes, so that none outlives the benchmark.
 */
export class Contender {
  readonly name: string
  readonly #child: ChildProcessWithoutNullStreams
  readonly #lines: AsyncIterator<string>
  readonly #gone: Promise<unknown>
  #errors = ''

  private constructor(name: string, child: ChildProcessWithoutNullStreams, lines: Interface) {
    this.name = name
    this.#child = child
    this.#lines = lines[Symbol.asyncIterator]()
    this.#gone = new Promise((resolve) => {
      child.once('close', resolve)
      child.once('error', (error) => {
        this.#errors += error.message
        lines.close()
        resolve(error)
      })
    })
    child.stdin.on('error', () => undefined) // it is gone; reading says so
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-2000)
    })
  }

  /** Starts a process and waits until it is ready. Throws ContenderFailed. */
  static async start(name: string, command: string, args: readonly string[], env = process.env): Promise<Contender> {
    const child = spawn(command, args, { env, windowsHide: true })
    const contender = new Contender(name, child, createInterface({ input: child.stdout }))
    await contender.#answer()
    return contender
  }

  /** Milliseconds of a pass, the mean of as many as fill `atLeast` milliseconds. */
  async run(atLeast: number): Promise<number> {
    this.#child.stdin.write(`${atLeast}\n`)
    return (await this.#answer())['milliseconds'] as number
  }

  async end(): Promise<Finish> {
    this.#child.stdin.write('end\n')
    const { output, peak, held } = (await this.#answer()) as unknown as Omit<Finish, 'output'> & { output: string }
    this.#child.stdin.end()
    const bytes = new Uint8Array(Buffer.from(output, 'base64'))
    return { output: new Float32Array(bytes.buffer), peak, held }
  }

  /** Ends the process, whatever it is doing. After `end` this changes nothing. */
  kill(): void {
    this.#child.kill('SIGKILL')
  }

  async #answer(): Promise<Record<string, unknown>> {
    const line: IteratorResult<string, unknown> = await this.#lines.next()
    if (line.done !== true) return JSON.parse(line.value) as Record<string, unknown>
    await this.#gone // what it said last may come after the end of its lines
    throw new ContenderFailed(`${this.name} ended early: ${this.#errors.trim().split('\n').at(-1) ?? ''}`)
  }
}
