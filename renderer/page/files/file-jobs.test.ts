import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { HostEvent } from '../../../native-models/protocol.ts'
import { Refused } from '../../recognizer/refused.ts'
import { texts } from '../../texts.ts'
import { FileJobs, type FileNews, type FileRecognizer } from './file-jobs.ts'
import { ProvidedFiles, type GivenFile } from './provided-files.ts'

const settle = () => new Promise((resolve) => setImmediate(resolve))
const info = { width: 4, height: 3, duration: 2, codec: 'h264', container: 'mp4', rotation: 0 } as const

/** A recognizer whose events the test tells, and what was told of each file. */
class Bench {
  readonly asked: string[] = []
  readonly cancelled: number[] = []
  readonly news = new Map<string, FileNews[]>()
  running = true
  variant: string | undefined = 'v'
  #jobs = 0
  #states: () => void = () => undefined
  readonly #listeners = new Map<string, (event: never) => void>()
  readonly #recognizer: FileRecognizer = {
    call: (call, ask) => {
      if (!this.running) return Promise.reject(new Refused({ code: 'engine-failed', message: 'gone' }))
      if ('job' in ask) this.cancelled.push(ask.job)
      else this.asked.push(ask.file)
      return Promise.resolve((call === 'file-recognize' ? { job: ++this.#jobs } : {}) as never)
    },
    on: (type, listener) => this.#listeners.set(type, listener),
    onState: (listener) => (this.#states = listener),
  }
  readonly provided = new ProvidedFiles()
  readonly jobs = new FileJobs({
    recognizer: this.#recognizer,
    provided: this.provided,
    wanted: () =>
      this.variant === undefined
        ? undefined
        : {
            variant: this.variant,
            labels: ['wave', 'run'],
            hidden: new Set(),
            device: 'auto',
            settings: { threshold: 0.5 },
          },
    tell: (key, news) => {
      this.news.set(key, [...(this.news.get(key) ?? []), news])
    },
    faultOf: (error) => (error instanceof Refused ? error.error : { code: 'internal', message: String(error) }),
  })

  tell(event: HostEvent): void {
    this.#listeners.get(event.type)?.(event as never)
  }

  started(job: number): void {
    this.tell({ type: 'file-started', job, info })
    const probabilities = Float32Array.of(0.25, 0.75)
    this.tell({ type: 'file-label', job, variant: 'v', device: 'cpu', probabilities, times: [0], frames: 50 })
  }

  pass(job: number, until: number): void {
    const average = Float32Array.of(0.5, 0.5)
    this.tell({ type: 'file-pass', job, from: until - 1, until, prediction: average, average })
  }

  done(job: number): void {
    this.tell({ type: 'file-end', job, result: { outcome: 'done', events: [], tooShort: false } })
  }

  /** The recognizer ends, and another one is there, which counts its jobs anew. */
  async restart(): Promise<void> {
    this.running = false
    this.#states()
    this.running = true
    this.#states()
    this.#jobs = 0
    this.asked.length = 0
    this.jobs.begin()
    await settle()
  }

  state(key: string): string | undefined {
    return this.news.get(key)?.findLast(({ status }) => status !== undefined)?.status?.state
  }

  result(key: string) {
    return this.news.get(key)?.findLast(({ result }) => result !== undefined)?.result
  }
}

const file = (key: string): GivenFile => ({ key, provide: () => Promise.resolve(`name of ${key}`) })

async function benchWith(...keys: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  for (const key of keys) bench.jobs.add(file(key))
  await settle()
  return bench
}

describe('recognition of files', () => {
  test('in their order, each to its end', async () => {
    const bench = await benchWith('a', 'b')
    assert.deepEqual(bench.asked, ['name of a', 'name of b'])
    bench.started(1)
    bench.pass(1, 1)
    bench.done(1)
    bench.started(2)
    assert.deepEqual([bench.state('a'), bench.state('b')], ['done', 'working'])
    assert.equal(bench.result('a')?.complete, true)
    assert.equal(bench.result('a')?.passes.list.length, 1)
    assert.equal(bench.jobs.has('a'), false)
  })

  test('passes are told of a few times a second, not each by itself', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const bench = await benchWith('a')
    bench.started(1)
    const before = bench.news.get('a')!.length
    for (let i = 1; i <= 500; i++) bench.pass(1, i)
    assert.equal(bench.news.get('a')!.length, before)
    t.mock.timers.tick(100)
    assert.equal(bench.news.get('a')!.length, before + 1)
    assert.deepEqual(bench.news.get('a')!.at(-1)?.status, { state: 'working', done: 500 })
  })

  test('what is wrong with one stops no other', async () => {
    const bench = await benchWith('a', 'b')
    const error = { code: 'video-unreadable', message: 'a: this is not a video' } as const
    bench.tell({ type: 'file-end', job: 1, result: { outcome: 'failed', error } })
    bench.started(2)
    assert.deepEqual([bench.state('a'), bench.state('b')], ['failed', 'working'])
  })

  test('what is taken out is cancelled, and nothing more is told of it', async () => {
    const bench = await benchWith('a')
    bench.started(1)
    bench.jobs.drop('a')
    const before = bench.news.get('a')!.length
    bench.pass(1, 1)
    bench.tell({ type: 'file-end', job: 1, result: { outcome: 'cancelled' } })
    assert.deepEqual([bench.cancelled, bench.news.get('a')!.length], [[1], before])
  })

  test('also while it is being asked for', async () => {
    const bench = new Bench()
    bench.jobs.add(file('a'))
    bench.jobs.drop('a')
    await settle()
    assert.deepEqual(bench.asked, [])
  })

  test('a file that cannot be provided fails, and is provided again when it is tried again', async () => {
    const bench = new Bench()
    let tries = 0
    const flaky: GivenFile = {
      key: 'a',
      provide: () => (tries++ === 0 ? Promise.reject(new Error('no')) : Promise.resolve('x')),
    }
    bench.jobs.add(flaky)
    await settle()
    assert.equal(bench.state('a'), 'failed')
    bench.jobs.add(flaky)
    await settle()
    assert.deepEqual(bench.asked, ['x'])
  })
})

describe('a recognizer that ends', () => {
  test('what was under way begins anew, that which was at work last', async () => {
    const bench = await benchWith('a', 'b', 'c')
    bench.started(1)
    await bench.restart()
    assert.deepEqual(bench.asked, ['name of b', 'name of c', 'name of a'])
    assert.equal(bench.state('a'), 'waiting')
  })

  test('a file under which it ended twice is left out, and said so', async () => {
    const bench = await benchWith('a', 'b')
    await bench.restart()
    bench.started(1)
    bench.done(1)
    await bench.restart()
    assert.deepEqual(bench.asked, [])
    assert.deepEqual(bench.news.get('a')!.at(-1)?.status, { state: 'failed', error: texts.files.endedTwice })
    assert.equal(bench.state('b'), 'done')
  })

  test('files are provided to the next one too: it may not have what the last one was given', async () => {
    const bench = new Bench()
    let uploads = 0
    bench.jobs.add({ key: 'a', provide: () => Promise.resolve(`upload ${++uploads}`) })
    await settle()
    await bench.restart()
    assert.deepEqual(bench.asked, ['upload 2'])
  })

  test('no job of the old one is mistaken for one of the new', async () => {
    const bench = await benchWith('a', 'b')
    await bench.restart()
    bench.started(1)
    assert.deepEqual([bench.state('a'), bench.state('b')], ['waiting', 'working'])
  })

  test('files that came while there was none, or no variant, wait for the next', async () => {
    const bench = new Bench()
    bench.running = false
    bench.jobs.add(file('a'))
    await settle()
    assert.equal(bench.state('a'), 'waiting')
    bench.variant = undefined
    await bench.restart()
    assert.deepEqual(bench.asked, [])
    bench.variant = 'v'
    bench.jobs.begin()
    await settle()
    assert.deepEqual(bench.asked, ['name of a'])
  })
})
