import assert from 'node:assert/strict'
import test, { afterEach, beforeEach } from 'node:test'
import { OnlineRecognizer, type OnlinePass } from '../../recognition/online/online-recognizer.ts'
import { openRecognizer } from '../../recognition/recognizer.ts'
import { startHost, other, longTimeout, scene, tiny, type Hosted } from '../hosted.fixture.ts'

let hosted: Hosted
beforeEach(() => {
  hosted = startHost()
})
afterEach(() => hosted.end())

const fps = 30
/** As in the paper, so that passes can be counted by blocks. */
const block = { passesPerBlock: 1 } as const
const at = (seq: number): number => 3 + seq / fps

/** A camera of 30 frames a second whose every frame finds the host waiting. Times of the frames that were sent. */
async function film(hosted: Hosted, from: number, to: number): Promise<number[]> {
  const { client } = hosted
  const sent: number[] = []
  for (let seq = from; seq < to; seq++) {
    await client.ready()
    if (client.camera(seq, at(seq), (size) => scene(size, at(seq)))) sent.push(at(seq))
  }
  await client.ready()
  return sent
}

async function expectedPasses({ engine, catalogue }: Hosted, frames: number): Promise<OnlinePass[]> {
  const recognizer = await openRecognizer(engine, await catalogue.load(tiny), { device: 'cpu', threads: 1 })
  const live = new OnlineRecognizer(recognizer, block)
  const passes: OnlinePass[] = []
  for (let seq = 0; seq < frames; seq++) {
    const pass = live.wants(at(seq)) ? await live.offer(at(seq), () => scene(32, at(seq))) : undefined
    if (pass !== undefined) passes.push(pass)
  }
  await recognizer.dispose()
  return passes
}

test('what the page is told is what the online recognizer says of all the frames', longTimeout, async () => {
  const { client } = hosted
  const { settings } = await client.call('live-settings', { ...block, threshold: 0, topK: 2 })
  assert.deepEqual([settings.threshold, settings.averaging, settings.memory], [0, 'halving', 'slots'])
  const { lanes } = await client.call('live-show', { variants: [tiny], device: 'cpu' })
  assert.deepEqual(
    { ...lanes[0]!, trials: [] },
    { variant: tiny, device: 'cpu', trials: [], frames: 4, shortSide: 36, size: 32 },
  )
  await film(hosted, 0, 120)
  const passes = client.all('live-pass')
  const expected = await expectedPasses(hosted, 120)
  assert.equal(passes.length, 5)
  assert.equal(expected.length, 5)
  expected.forEach(({ prediction, average, from, until, oldest }, i) => {
    const pass = passes[i]!
    assert.deepEqual(pass.prediction, prediction.probabilities)
    assert.deepEqual(pass.average, Float32Array.from(average))
    assert.deepEqual([pass.pass, pass.from, pass.until, pass.oldest], [i + 1, from, until, oldest])
    assert.equal(pass.top.length, 2)
    assert.equal(pass.shown?.label, pass.top[0]!.label)
    assert.equal(pass.milliseconds.total, pass.milliseconds.encode + pass.milliseconds.clip)
    assert.equal(pass.dropped, 0)
  })
})

test('only what the memory will use is asked for, and only its time where it is but counted', longTimeout, async () => {
  const { client } = hosted
  await client.call('live-settings', block)
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  const sent = await film(hosted, 0, 121)
  assert.equal(sent.length, 21) // 4 s at 5 frames a second
  const credits = client.all('live-credit')
  assert.equal(credits.filter(({ crops }) => crops.length === 1).length, 4 + 4 * 2 + 1)
  assert.deepEqual(
    credits.slice(0, 5).map(({ lanes }) => [lanes[0]!.filled, lanes[0]!.passes]),
    [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      [0, 1],
    ],
  )
  assert.ok(hosted.engine.runs <= 4 + 4 * 2 + 1 + 5)
})

test(
  'while a frame is worked on all others are let fall, and counted; never two are under way',
  longTimeout,
  async () => {
    const { client, engine } = hosted
    await client.call('live-show', { variants: [tiny], device: 'cpu' })
    const credit = await client.ready()
    const rgb = scene(32, 0)
    const frame = (seq: number, number: number) => ({
      type: 'live-frame',
      credit: number,
      seq,
      time: at(seq),
      crops: [{ shortSide: 36, size: 32, rgb }],
    })
    const go = engine.hold()
    client.credit = undefined
    for (let seq = 0; seq < 100; seq++) client.send(frame(seq, credit.credit + (seq % 3)))
    await client.call('list-devices', {}) // all of them have arrived
    assert.equal(engine.runs, 1)
    go()
    const next = await client.ready()
    assert.equal(next.unasked, 99)
    // The frame that is asked for now is the newest one, and what the rate wanted in between counts as dropped.
    client.camera(100, at(100), (size) => scene(size, 100))
    client.credit = undefined
    const { lanes } = await client.ready()
    assert.equal(lanes[0]!.dropped, Math.floor((100 / fps) * 5) - 1)
    assert.equal(engine.peakRuns, 1)
  },
)

test(
  'a frame that comes too early, without its crop or spoilt costs nothing but a new credit',
  longTimeout,
  async () => {
    const { client, engine } = hosted
    await client.call('live-show', { variants: [tiny], device: 'cpu' })
    await film(hosted, 0, 1)
    const spoilt = [
      { seq: 1, time: at(1), crops: [] },
      { seq: 60, time: at(60), crops: [] },
      { seq: 61, time: at(61), crops: [{ shortSide: 36, size: 32, rgb: new Uint8Array(7) }] },
      { seq: 62, time: Infinity, crops: [] },
      { seq: 63, time: at(63), crops: [{ shortSide: 52, size: 48, rgb: scene(48, 1) }] },
    ]
    const runs = engine.runs
    for (const frame of spoilt) {
      const { credit } = await client.ready()
      client.credit = undefined
      client.send({ type: 'live-frame', credit, ...frame })
    }
    await client.ready()
    assert.equal(engine.runs, runs)
    assert.deepEqual((await film(hosted, 64, 66)).length, 1)
  },
)

test('a credit that nobody spends comes again', longTimeout, async () => {
  const { client } = hosted
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  const first = await client.ready()
  const second = await client.next('live-credit')
  assert.equal(second.credit, first.credit + 1)
})

test('pause asks for nothing and ends the event; resume goes on; reset forgets', longTimeout, async () => {
  const { client } = hosted
  await client.call('live-settings', { ...block, threshold: 0, margin: 1 })
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  await film(hosted, 0, 40)
  const [shown] = client.all('live-pass').map((pass) => pass.shown)
  await client.call('live-pause', {})
  const { credit } = client
  assert.ok(client.camera(60, at(60), (size) => scene(size, 1)))
  await client.call('live-resume', {})
  const resumed = await client.ready()
  assert.notEqual(resumed.credit, credit?.credit)
  assert.deepEqual([resumed.unasked, resumed.lanes[0]!.passes], [1, 1])
  const events = client.all('live-event')
  assert.equal(events.length, shown?.label === 'no action' ? 0 : 1)
  await client.call('live-reset', {})
  const reset = await client.ready()
  assert.deepEqual([reset.unasked, reset.lanes[0]!.passes, reset.lanes[0]!.filled, reset.notBefore], [0, 0, 0, 0])
})

test('a frame that is worked on during a reset is not in the new memory', longTimeout, async () => {
  const { client, engine } = hosted
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  await client.ready()
  const go = engine.hold()
  client.camera(0, 3, (size) => scene(size, 0))
  await client.call('live-reset', {})
  go()
  const { lanes, notBefore } = await client.ready()
  assert.deepEqual([lanes[0]!.filled, notBefore], [0, 0])
})

test('a clock that is set back begins anew by itself', longTimeout, async () => {
  const { client } = hosted
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  await film(hosted, 0, 40)
  const { credit } = await client.ready()
  client.credit = undefined
  client.send({ type: 'live-frame', credit, seq: 41, time: 0.5, crops: [] })
  const { lanes, notBefore } = await client.ready()
  assert.deepEqual([lanes[0]!.filled, lanes[0]!.passes, notBefore], [0, 0, 0])
})

test('settings: the rate begins the memory anew, the others do not; nonsense is refused', longTimeout, async () => {
  const { client } = hosted
  await client.call('live-settings', block)
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  await film(hosted, 0, 40)
  await client.call('live-settings', { ...block, averaging: 'cumulative', threshold: 0.9, topK: 1 })
  assert.equal((await client.ready()).lanes[0]!.passes, 1)
  await film(hosted, 40, 60)
  const pass = client.all('live-pass').at(-1)!
  assert.deepEqual(pass.average, pass.prediction) // the first of the new average
  assert.deepEqual([pass.shown, pass.top.length], [undefined, 1])
  await client.call('live-settings', { ...block, rate: 10 })
  assert.equal((await client.ready()).lanes[0]!.passes, 0)
  await assert.rejects(client.call('live-settings', { threshold: 0.2, release: 0.5 }), /input-invalid/)
  await assert.rejects(client.call('live-settings', { rate: -1 }), /message-invalid.*rate/)
})

test('compare: two variants, each with its crops, memory and rate, on the same frames', longTimeout, async () => {
  const { client } = hosted
  await client.call('live-settings', block)
  await client.call('live-show', { variants: [tiny, other], device: 'cpu' })
  const credit = await client.ready()
  assert.deepEqual(credit.crops, [
    { shortSide: 36, size: 32, notBefore: 0 },
    { shortSide: 52, size: 48, notBefore: 0 },
  ])
  await film(hosted, 0, 120)
  const passes = client.all('live-pass')
  const own = passes.filter(({ variant }) => variant === tiny)
  const expected = await expectedPasses(hosted, 120)
  assert.deepEqual(
    own.map(({ prediction }) => prediction),
    expected.map(({ prediction }) => prediction.probabilities),
  )
  assert.equal(passes.filter(({ variant }) => variant === other).length, 10) // 4 s at 10 frames a second
  const agreements = client.all('live-agreement')
  const last = agreements.at(-1)!
  assert.deepEqual(last.compared, agreements.length)
  assert.equal(last.agreed, agreements.filter(({ labels: [a, b] }) => a === b).length)
})

test(
  'the memory of the paper’s text: a pass a block, of which half is of all the clip before',
  longTimeout,
  async () => {
    const { client } = hosted
    const { settings } = await client.call('live-settings', { rate: 10, memory: 'halving' })
    assert.equal(settings.memory, 'halving')
    await client.call('live-show', { variants: [tiny], device: 'cpu' })
    await film(hosted, 0, 120)
    const passes = client.all('live-pass')
    assert.equal(passes.length, 10) // 40 frames in blocks of 4
    for (const { oldest } of passes) assert.equal(oldest, passes[0]!.oldest) // a trace of the first frame stays
  },
)

test('a pass comes four times a block, as long as the device keeps up with them', longTimeout, async (t) => {
  let now = 0 // ms, and nothing but the engine makes it go on
  t.mock.method(performance, 'now', () => now)
  const { client, engine } = hosted
  const { settings } = await client.call('live-settings', { rate: 10 })
  assert.equal(settings.passesPerBlock, 4)
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  await film(hosted, 0, 120)
  assert.equal(client.all('live-pass').length, 40 - 3)

  engine.onRun = () => (now += 60) // frame and clip together are longer than the 100 ms between two passes; of two frames and a clip it is not
  await client.call('live-reset', {})
  await film(hosted, 120, 240)
  const before = client.all('live-pass').length
  await film(hosted, 240, 360)
  assert.equal(client.all('live-pass').length - before, 10) // 40 frames in blocks of 4
})
