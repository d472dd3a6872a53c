import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { calls } from '../../protocol/calls.ts'
import { protocolVersion } from '../../protocol/version.ts'
import { startHost, longTimeout, scene, tiny, type Hosted } from '../hosted.fixture.ts'

let hosted: Hosted
beforeEach(() => {
  hosted = startHost()
})
afterEach(() => hosted.end())

async function film(from: number, to: number): Promise<void> {
  const { client } = hosted
  for (let seq = from; seq < to; seq++) {
    await client.ready()
    client.camera(seq, seq / 5, (size) => scene(size, seq))
  }
  await client.ready()
}

test('says which protocol it speaks, first of all', longTimeout, async () => {
  const { client } = hosted
  await client.call('list-devices', {})
  assert.deepEqual(client.received[0], { type: 'hello', protocol: protocolVersion })
})

test('whatever arrives, the host answers the next call', longTimeout, async () => {
  const { client } = hosted
  const value = fc.anything({ withTypedArray: true, withDate: true, withMap: true, withBigInt: true })
  const like = fc.record(
    {
      type: fc.constantFrom('request', 'live-frame', 'preview-credit', 'reply', 'hello'),
      id: fc.oneof(fc.nat(), value),
      call: fc.constantFrom(...Object.keys(calls), 'toString', '__proto__'),
      ask: fc.oneof(fc.record({ variants: value, device: value, job: value, file: value, preview: value }), value),
      credit: fc.oneof(fc.nat(), value),
      preview: fc.nat(),
      crops: fc.oneof(fc.integer(), fc.array(fc.record({ shortSide: fc.nat(99), size: fc.nat(9), rgb: value })), value),
      seq: fc.oneof(fc.nat(), value),
      time: fc.oneof(fc.double(), value),
    },
    { requiredKeys: ['type'] },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(value, like), { maxLength: 20 }), async (messages) => {
      for (const message of messages) {
        try {
          client.send(message)
        } catch (error) {
          assert.ok(error instanceof DOMException) // not clonable: it never left
        }
      }
      assert.ok((await client.call('list-variants', {})).variants.length > 0)
    }),
    { numRuns: 40 },
  )
})

test('a bad request is refused by its id, a message without one is an error', longTimeout, async () => {
  const { client } = hosted
  client.send({ type: 'request', id: 7000, call: 'live-show', ask: { variants: 'all', device: 'cpu' } })
  const refusal = await client.until((all) => all.find((message) => message.type === 'refusal' && message.id === 7000))
  assert.ok(refusal.type === 'refusal')
  assert.equal(refusal.error.code, 'message-invalid')
  assert.match(refusal.error.message, /variants/)
  client.send(undefined)
  assert.equal((await client.next('error', 0)).error.code, 'message-invalid')
})

test(
  'a device that fails is loaded again, and what was under way goes on as if nothing had been',
  longTimeout,
  async () => {
    const { client, engine } = hosted
    await client.call('live-settings', { passesPerBlock: 1 })
    await client.call('live-show', { variants: [tiny], device: 'cpu' })
    await film(0, 6)
    engine.failures = 1
    await film(6, 12)
    const lost = client.all('device-lost')
    assert.deepEqual(
      lost.map(({ variant, from, to, error }) => [variant, from, to, error.code]),
      [[tiny, 'cpu', 'cpu', 'engine-failed']],
    )
    assert.deepEqual(
      client.all('live-pass').map(({ pass }) => pass),
      [1, 2, 3],
    )
    assert.equal(engine.sessions, 2)
  },
)

test('a device that fails for good ends the lane, says so, and can be asked for again', longTimeout, async () => {
  const { client, engine } = hosted
  await client.call('live-settings', { passesPerBlock: 1 })
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  await film(0, 5)
  engine.failures = Infinity
  await client.ready()
  for (let seq = 5; client.all('live-failed').length === 0; seq++) {
    client.camera(seq, seq / 5, (size) => scene(size, seq))
    await client.until((all) => client.credit !== undefined || all.some(({ type }) => type === 'live-failed'))
  }
  const [failed] = client.all('live-failed')
  assert.deepEqual([failed!.variant, failed!.error.code, failed!.lanes], [tiny, 'engine-failed', []])
  assert.equal(client.all('device-lost').at(-1)!.to, undefined)
  await client.call('list-devices', {})
  assert.equal(engine.sessions, 0)
  engine.failures = 0
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  await film(50, 56)
  assert.equal(client.all('live-pass').at(-1)!.pass, 1)
})

test('a GPU that is lost: the cpu goes on, and who asks for the GPU later gets it', longTimeout, async () => {
  const { client, engine } = hosted
  await client.call('live-settings', { passesPerBlock: 1 })
  engine.gpu = 'works'
  const show = async (): Promise<string> => {
    const { lanes } = await client.call('live-show', { variants: [tiny], device: 'webgpu' })
    return lanes[0]!.device
  }
  assert.equal(await show(), 'webgpu')
  await film(0, 6)
  engine.gpu = 'lost'
  await film(6, 12)
  const moves = (): readonly string[] => client.all('device-lost').map(({ from, to }) => `${from} -> ${to}`)
  const lost = ['webgpu -> webgpu', 'webgpu -> cpu']
  assert.deepEqual(moves(), lost)
  const devices = client.all('live-pass').map(({ device }) => device)
  assert.deepEqual(devices, ['webgpu', 'cpu', 'cpu'])
  // Other work takes what goes on in its place, and does not meet the dead device once more.
  const measured = await client.call('variant-measure', { variant: tiny, device: 'webgpu' })
  assert.deepEqual([measured.device, moves()], ['cpu', lost])
  engine.gpu = 'works'
  assert.equal(await show(), 'webgpu')
  assert.equal(await show(), 'webgpu')
  await film(12, 18)
  assert.deepEqual(
    client
      .all('live-pass')
      .map(({ device, pass }) => [device, pass])
      .at(-1),
    ['webgpu', 1],
  )
  // What took over was given back.
  assert.equal(engine.sessions, 2)
})

test('the port closed in mid-pass: everything is given back', longTimeout, async () => {
  const { client, engine, host, files } = hosted
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  files.set('missing', '/no/such/file.mp4')
  await client.call('file-recognize', { file: 'missing', variant: tiny, device: 'cpu', timeline: true, settings: {} })
  await film(0, 3)
  const go = engine.hold()
  client.camera(3, 0.6, (size) => scene(size, 3))
  await client.call('list-devices', {}) // the frame has arrived
  client.port.close()
  setTimeout(go, 50)
  await host.dispose()
  // The close is noticed without anybody's help as well: dispose only waits for what it began.
  await host.dispose()
  assert.equal(engine.sessions, 0)
})

test('closing the port is enough', longTimeout, async () => {
  const { client, engine } = hosted
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  client.port.close()
  while (engine.sessions > 0) await new Promise((resolve) => setTimeout(resolve, 10))
})

test('disposed while it loads: nothing stays', longTimeout, async () => {
  const { client, engine, host } = hosted
  client.send({ type: 'request', id: 9000, call: 'live-show', ask: { variants: [tiny], device: 'cpu' } })
  await client.call('list-devices', {})
  await host.dispose()
  await client.until(() => client.closed)
  assert.equal(engine.sessions, 0)
})
