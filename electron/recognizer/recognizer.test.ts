/** The life of the recognizer's process. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { call, close, drop, inPage, noElectron, received, sample, start, states, until } from '../app.fixture.ts'
import { watchRecognizer, type Started } from '../app.fixture.ts'

/**
 * Kills the recognizer's process, and gives its number. `last`: one that may still be listed, and is not meant. SIGSTOP: only
 * halts it, as a driver does that hangs.
 */
async function kill({ app }: Started, last = 0, signal: 'SIGKILL' | 'SIGSTOP' = 'SIGKILL'): Promise<number> {
  const pid = await until(async () => {
    const metrics = await app.evaluate(({ app }) => app.getAppMetrics().map(({ name, pid }) => ({ name, pid })))
    return metrics.find(({ name, pid }) => name === 'Actscope Recognizer' && pid !== last)?.pid
  }, 'the recognizer has a process')
  process.kill(pid, signal)
  return pid
}

/** Waits until it runs, after so many restarts; `ports`: so many have come since the page was loaded. */
const running = (started: Started, restarts: number, ports = restarts + 1): Promise<unknown> =>
  until(async () => {
    const last = (await states(started)).at(-1)
    if (last?.state !== 'running' || last.restarts !== restarts) return false
    const came = await inPage<number>(started.page, 'return seen.ports')
    return came === ports && (await received(started.page, 'hello')).length > 0
  }, `it runs after ${restarts} restarts`)

test('it recognizes a file that was handed over', { skip: noElectron, timeout: 240_000 }, async () => {
  const started = await start()
  const { app, page } = started
  await watchRecognizer(started)
  await running(started, 0)
  const { files } = await drop(started, sample)
  const { variants } = await call<{ variants: { id: string }[] }>(page, 'list-variants', {})
  assert.ok(variants.length > 0)
  const ask = { variant: 'res34-se-im-net/everyday', device: 'cpu', timeline: false, settings: {} }
  const { job } = await call<{ job: number }>(page, 'file-recognize', { ...ask, file: files[0]!.id })
  const [label] = await until(async () => {
    const found = await received<{ job: number; probabilities: object }>(page, 'file-label')
    return found.length > 0 && found
  }, 'the file has a label')
  assert.equal(label?.job, job)
  const probabilities = Object.values(label.probabilities) as number[]
  const best = probabilities.indexOf(Math.max(...probabilities))
  const summary = variants.find(({ id }) => id === ask.variant) as unknown as { labels: { label: string }[] }
  assert.equal(summary.labels[best]?.label, 'doing jumping jacks')
  // A path is not a name that it knows.
  const other = await call<{ job: number }>(page, 'file-recognize', { ...ask, file: sample })
  const end = await until(async () => {
    const ends = await received<{ job: number; result: object }>(page, 'file-end')
    return ends.find(({ job: ended }) => ended === other.job)
  }, 'the unknown file is refused')
  assert.match(JSON.stringify(end.result), /video-missing/)
  await close(app)
})

test(
  'killed thrice, it is started twice, then waits until somebody asks',
  { skip: noElectron, timeout: 240_000 },
  async () => {
    const started = await start([sample])
    const { app, page } = started
    await watchRecognizer(started)
    await running(started, 0)
    let killed = 0
    for (const restarts of [1, 2]) {
      killed = await kill(started, killed)
      await running(started, restarts)
      await call(page, 'list-variants', {})
    }
    await kill(started, killed)
    await until(async () => (await states(started)).at(-1)?.state === 'stopped', 'it is stopped')
    const seen = (await states(started)).map(({ state }) => state)
    // Before the first end a page may be told twice that it runs: when it does, and when that page is loaded again.
    assert.deepEqual(seen.slice(seen.indexOf('restarting')), [
      'restarting',
      'running',
      'restarting',
      'running',
      'stopped',
    ])
    const last = (await states(started)).at(-1)
    assert.equal(last?.state === 'stopped' && last.error.code, 'engine-failed')
    await inPage(page, 'actscope.restartRecognizer()')
    await running(started, 3)
    await call(page, 'list-variants', {})
    await close(app)
  },
)

test('the app ends also while the recognizer is stopped', { skip: noElectron, timeout: 240_000 }, async () => {
  const started = await start()
  await watchRecognizer(started)
  await running(started, 0)
  for (let i = 0, killed = 0; i < 3; i++) killed = await kill(started, killed)
  await until(async () => (await states(started)).at(-1)?.state === 'stopped', 'it is stopped')
  await close(started.app)
})

test('the app ends also while the recognizer hangs', { skip: noElectron, timeout: 240_000 }, async () => {
  const started = await start()
  await watchRecognizer(started)
  await running(started, 0)
  const pid = await kill(started, 0, 'SIGSTOP')
  await close(started.app)
  assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
})

test('a second listener is refused, and the first keeps its port', { skip: noElectron, timeout: 240_000 }, async () => {
  const started = await start()
  const { app, page } = started
  await watchRecognizer(started)
  await running(started, 0)
  const before = (await states(started)).length
  for (const name of ['onRecognizer', 'onFiles', 'onFullScreen', 'onCommand']) {
    const said = await inPage(page, `try { actscope.${name}(() => {}) } catch (error) { return error.message }`)
    assert.match(String(said), /listens to "[a-z-]+" already/, name)
  }
  await call(page, 'list-variants', {})
  assert.equal(await inPage(page, 'return seen.ports'), 1)
  assert.equal((await states(started)).length, before)
  await close(app)
})

test('a page that is loaded again gets a port of its own', { skip: noElectron, timeout: 240_000 }, async () => {
  const started = await start()
  const { app, page } = started
  await watchRecognizer(started)
  await running(started, 0)
  await page.reload()
  await running(started, 0)
  await call(page, 'list-variants', {})
  await close(app)
})
