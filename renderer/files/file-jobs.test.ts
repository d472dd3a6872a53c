import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { HostEvent } from '../../native-models/protocol.ts'
import { Refused } from '../recognizer/refused.ts'
import { texts } from '../texts.ts'
import { FileJobs, type FileNews, type FileRecognizer } from './file-jobs.ts'
import { HandOver, type GivenFile } from './hand-over.ts'

const settle = () => new Promise((resolve) => setImmediate(resolve))
const info = { width: 4, height: 3, duration: 2, codec: 'h264', container: 'mp4', rotation: 0 } as const

/** A recognizer whose events the test tells, and what was told of each file. */
class Stage {
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
  readonly handOver = new HandOver()
  readonly jobs = new FileJobs({
    recognizer: this.#recognizer,
    handOver: this.handOver,
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

const file = (key: string): GivenFile => ({ key, handOver: () => Promise.resolve(`name of ${key}`) })

async function stageWith(...keys: readonly string[]): Promise<Stage> {
  const stage = new Stage()
  for (const key of keys) stage.jobs.add(file(key))
  await settle()
  return stage
}

describe('recognition of files', () => {
  test('in their order, each to its end', async () => {
    const stage = await stageWith('a', 'b')
    assert.deepEqual(stage.asked, ['name of a', 'name of b'])
    stage.started(1)
    stage.pass(1, 1)
    stage.done(1)
    stage.started(2)
    assert.deepEqual([stage.state('a'), stage.state('b')], ['done', 'working'])
    assert.equal(stage.result('a')?.complete, true)
    assert.equal(stage.result('a')?.passes.list.length, 1)
    assert.equal(stage.jobs.has('a'), false)
  })

  test('passes are told of a few times a second, not each by itself', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const stage = await stageWith('a')
    stage.started(1)
    const before = stage.news.get('a')!.length
    for (let i = 1; i <= 500; i++) stage.pass(1, i)
    assert.equal(stage.news.get('a')!.length, before)
    t.mock.timers.tick(100)
    assert.equal(stage.news.get('a')!.length, before + 1)
    assert.deepEqual(stage.news.get('a')!.at(-1)?.status, { state: 'working', done: 500 })
  })

  test('what is wrong with one stops no other', async () => {
    const stage = await stageWith('a', 'b')
    const error = { code: 'video-unreadable', message: 'a: this is not a video' } as const
    stage.tell({ type: 'file-end', job: 1, result: { outcome: 'failed', error } })
    stage.started(2)
    assert.deepEqual([stage.state('a'), stage.state('b')], ['failed', 'working'])
  })

  test('what is taken out is cancelled, and nothing more is told of it', async () => {
    const stage = await stageWith('a')
    stage.started(1)
    stage.jobs.drop('a')
    const before = stage.news.get('a')!.length
    stage.pass(1, 1)
    stage.tell({ type: 'file-end', job: 1, result: { outcome: 'cancelled' } })
    assert.deepEqual([stage.cancelled, stage.news.get('a')!.length], [[1], before])
  })

  test('also while it is being asked for', async () => {
    const stage = new Stage()
    stage.jobs.add(file('a'))
    stage.jobs.drop('a')
    await settle()
    assert.deepEqual(stage.asked, [])
  })

  test('a file that cannot be handed over fails, and is handed over again when it is tried again', async () => {
    const stage = new Stage()
    let tries = 0
    const flaky: GivenFile = {
      key: 'a',
      handOver: () => (tries++ === 0 ? Promise.reject(new Error('no')) : Promise.resolve('x')),
    }
    stage.jobs.add(flaky)
    await settle()
    assert.equal(stage.state('a'), 'failed')
    stage.jobs.add(flaky)
    await settle()
    assert.deepEqual(stage.asked, ['x'])
  })
})

describe('a recognizer that ends', () => {
  test('what was under way begins anew, that which was at work last', async () => {
    const stage = await stageWith('a', 'b', 'c')
    stage.started(1)
    await stage.restart()
    assert.deepEqual(stage.asked, ['name of b', 'name of c', 'name of a'])
    assert.equal(stage.state('a'), 'waiting')
  })

  test('a file under which it ended twice is left out, and said so', async () => {
    const stage = await stageWith('a', 'b')
    await stage.restart()
    stage.started(1)
    stage.done(1)
    await stage.restart()
    assert.deepEqual(stage.asked, [])
    assert.deepEqual(stage.news.get('a')!.at(-1)?.status, { state: 'failed', error: texts.files.endedTwice })
    assert.equal(stage.state('b'), 'done')
  })

  test('files are handed over to the next one too: it may not have what the last one was given', async () => {
    const stage = new Stage()
    let uploads = 0
    stage.jobs.add({ key: 'a', handOver: () => Promise.resolve(`upload ${++uploads}`) })
    await settle()
    await stage.restart()
    assert.deepEqual(stage.asked, ['upload 2'])
  })

  test('no job of the old one is mistaken for one of the new', async () => {
    const stage = await stageWith('a', 'b')
    await stage.restart()
    stage.started(1)
    assert.deepEqual([stage.state('a'), stage.state('b')], ['waiting', 'working'])
  })

  test('files that came while there was none, or no variant, wait for the next', async () => {
    const stage = new Stage()
    stage.running = false
    stage.jobs.add(file('a'))
    await settle()
    assert.equal(stage.state('a'), 'waiting')
    stage.variant = undefined
    await stage.restart()
    assert.deepEqual(stage.asked, [])
    stage.variant = 'v'
    stage.jobs.begin()
    await settle()
    assert.deepEqual(stage.asked, ['name of a'])
  })
})
