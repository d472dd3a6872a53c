import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, before, beforeEach, test } from 'node:test'
import { recognizeFile } from '../../recognition/recognize-file.ts'
import { openRecognizer } from '../../recognition/recognizer.ts'
import type { OnlinePass } from '../../recognition/online/online-recognizer.ts'
import { recognizeTimeline } from '../../recognition/timeline.ts'
import { readNumber, temporaryFolder, writePattern } from '../../video/video.fixture.ts'
import type { Ask, HostEvent } from '../../protocol.ts'
import { Refused } from '../client.fixture.ts'
import { startHost, longTimeout, scene, tiny, type Hosted } from '../hosted.fixture.ts'

let hosted: Hosted
const folder = temporaryFolder()
let clip: string
const corrupt = join(folder, 'corrupt.mp4')

before(async () => {
  clip = await writePattern(join(folder, 'clip.mp4'), 60, { fps: 10 })
  writeFileSync(corrupt, 'not a video at all')
})
beforeEach(() => {
  hosted = startHost()
  hosted.files.set('clip', clip).set('corrupt', corrupt)
})
afterEach(() => hosted.end())

const ask = (file: string, timeline = true): Ask<'file-recognize'> => {
  return { file, variant: tiny, device: 'cpu', timeline, settings: { threshold: 0 } }
}

const endOf = (number: number): Promise<Extract<HostEvent, { type: 'file-end' }>['result']> =>
  hosted.client
    .until((all) => all.find((message) => message.type === 'file-end' && message.job === number) as never)
    .then((end: Extract<HostEvent, { type: 'file-end' }>) => end.result)

test('a queue of files, a corrupt one in the middle: label, timeline, end of each, in order', longTimeout, async () => {
  const { client } = hosted
  const jobs = []
  for (const file of ['clip', 'corrupt', 'unknown', 'clip'])
    jobs.push((await client.call('file-recognize', ask(file, jobs.length === 0))).job)
  const results = await Promise.all(jobs.map(endOf))
  assert.deepEqual(
    results.map(({ outcome }) => outcome),
    ['done', 'failed', 'failed', 'done'],
  )
  const [, corruptEnd, unknownEnd] = results
  assert.ok(corruptEnd?.outcome === 'failed' && unknownEnd?.outcome === 'failed')
  assert.equal(corruptEnd.error.code, 'video-unreadable')
  assert.match(corruptEnd.error.message, /^corrupt\.mp4/)
  assert.equal(unknownEnd.error.code, 'video-missing')
  assert.deepEqual(
    client.all('file-end').map(({ job }) => job),
    jobs,
  )

  const recognizer = await openRecognizer(hosted.engine, await hosted.catalogue.load(tiny), {
    device: 'cpu',
    threads: 1,
  })
  const whole = await recognizeFile(recognizer, clip)
  const followed: OnlinePass[] = []
  const timeline = await recognizeTimeline(recognizer, clip, {
    threshold: 0,
    onProgress: (_, pass) => followed.push(pass),
  })
  await recognizer.dispose()
  const [label, last] = client.all('file-label')
  assert.deepEqual([label!.times, label!.frames], [whole.times, 60])
  label!.probabilities.forEach((p, i) => {
    assert.ok(Math.abs(p - whole.probabilities[i]!) < 1e-4)
  })
  assert.deepEqual(last!.probabilities, label!.probabilities)
  const passes = client.all('file-pass')
  assert.deepEqual(
    passes.map(({ until, prediction }) => [until, prediction]),
    followed.map(({ until, prediction }) => [until, prediction.probabilities]),
  )
  assert.deepEqual(results[0], { outcome: 'done', events: timeline.events, tooShort: false })
  assert.ok(client.all('file-started')[0]!.info.duration! > 5.5)
})

test(
  'cancel stops the one that runs and takes others out of the queue; cancelling again is nothing',
  longTimeout,
  async () => {
    const { client } = hosted
    const go = hosted.engine.hold()
    const running = await client.call('file-recognize', ask('clip'))
    const waiting = await client.call('file-recognize', ask('clip'))
    const last = await client.call('file-recognize', ask('clip', false))
    await client.next('variant-loaded', 0)
    await client.call('file-cancel', waiting)
    assert.deepEqual(await endOf(waiting.job), { outcome: 'cancelled' })
    await client.call('file-cancel', running)
    go()
    assert.deepEqual(await endOf(running.job), { outcome: 'cancelled' })
    assert.equal((await endOf(last.job)).outcome, 'done')
    assert.equal(client.all('file-label').length, 1)
    await client.call('file-cancel', running)
    await client.call('file-cancel', { job: 99 })
  },
)

test('live goes on during a file, and goes first', longTimeout, async () => {
  const { client, engine } = hosted
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  const { job } = await client.call('file-recognize', ask('clip'))
  const end = endOf(job)
  for (let seq = 0; client.all('file-end').length === 0 || client.all('live-pass').length < 2; seq++) {
    await client.ready()
    client.camera(seq, seq / 5, (size) => scene(size, seq))
  }
  assert.equal((await end).outcome, 'done')
  assert.ok(client.all('live-pass').length >= 2)
  assert.ok(engine.peakRuns <= 2)
  assert.equal(engine.loads, 2) // one recognizer for both
})

test(
  'previews: pictures between two times, as many as there is credit for, no larger than asked',
  longTimeout,
  async () => {
    const { client } = hosted
    const { preview, info } = await client.call('preview-open', { file: 'clip', from: 1, until: 2, side: 48 })
    assert.deepEqual([info.width, info.height], [96, 72])
    client.send({ type: 'preview-credit', preview, frames: 3 })
    await client.until(() => client.all('preview-frame').length === 3)
    await client.call('list-devices', {})
    assert.equal(client.all('preview-frame').length, 3)
    client.send({ type: 'preview-credit', preview, frames: 16 })
    const end = await client.next('preview-end', 0)
    assert.equal(end.error, undefined)
    const frames = client.all('preview-frame')
    assert.deepEqual(
      frames.map(({ time }) => Math.round(time * 10)),
      [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
    )
    assert.deepEqual([frames[0]!.width, frames[0]!.height], [48, 36])
    assert.deepEqual(frames.map(readNumber), [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
  },
)

test('previews are bounded, can be closed, and thinned', longTimeout, async () => {
  const { client } = hosted
  const open: Ask<'preview-open'> = { file: 'clip', from: 0, side: 1920 }
  const opened = []
  for (let i = 0; i < 4; i++) opened.push(await client.call('preview-open', open))
  await assert.rejects(client.call('preview-open', open), Refused)
  await client.call('preview-close', { preview: opened[0]!.preview })
  await client.until(() => client.all('preview-end').length === 1)
  const { preview } = await client.call('preview-open', { ...open, fps: 2 })
  client.send({ type: 'preview-credit', preview, frames: 16 })
  await client.until(() => client.all('preview-end').length === 2)
  const times = client.all('preview-frame').map(({ time }) => time)
  assert.equal(times.length, 12)
  assert.equal(client.all('preview-frame')[0]!.width, 96) // never enlarged
})

test('no file but those that the embedder names can be had', longTimeout, async () => {
  const { client } = hosted
  const open = client.call('preview-open', { file: '/etc/passwd', from: 0, side: 100 })
  await assert.rejects(open, /video-missing/)
  const broken = client.call('preview-open', { file: 'corrupt', from: 0, side: 100 })
  await assert.rejects(broken, (error: unknown) => {
    assert.ok(error instanceof Refused)
    assert.ok(!JSON.stringify(error.error).includes(folder))
    return true
  })
})
