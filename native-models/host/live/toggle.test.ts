import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { Refused } from '../client.fixture.ts'
import { damaged, startHost, other, longTimeout, scene, tiny, type Hosted } from '../hosted.fixture.ts'

let hosted: Hosted
let seq = 0
beforeEach(() => {
  hosted = startHost()
  seq = 0
})
afterEach(() => hosted.end())

/** Films at 10 frames a second until `done`. */
async function filmUntil(done: () => boolean): Promise<void> {
  const { client } = hosted
  while (!done()) {
    await client.ready()
    client.camera(seq, seq / 10, (size) => scene(size, seq))
    seq++
  }
}

const refused = (code: string, message = /./) => {
  return (error: unknown): boolean => {
    assert.ok(error instanceof Refused)
    assert.equal(error.error.code, code)
    assert.match(error.error.message, message)
    assert.ok(!error.message.includes(hosted.root), `${error.message} tells a path`)
    return true
  }
}

test('the old variant goes on until the new one runs, which starts with an empty memory', longTimeout, async () => {
  const { client } = hosted
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  await filmUntil(() => client.all('live-pass').length === 2)
  let toggled = false
  const toggle = client.call('live-show', { variants: [other], device: 'cpu' }).then((answer) => {
    toggled = true
    return answer
  })
  const before = client.received.length
  await filmUntil(() => toggled)
  const meanwhile = client.received.slice(before)
  assert.ok(meanwhile.every((message) => message.type !== 'live-pass' || message.variant === tiny))
  assert.ok(meanwhile.some(({ type }) => type === 'live-credit'))
  assert.deepEqual(
    (await toggle).lanes.map(({ variant, size }) => [variant, size]),
    [[other, 48]],
  )
  const start = client.received.length
  await filmUntil(() => client.received.slice(start).some(({ type }) => type === 'live-pass'))
  const credits = client.all('live-credit').filter(({ lanes }) => lanes[0]!.variant === other)
  assert.deepEqual([credits[0]!.lanes[0]!.filled, credits[0]!.lanes[0]!.passes], [0, 0])
  const passes = client.all('live-pass').filter(({ variant }) => variant === other)
  assert.equal(passes[0]!.pass, 1)
  // The variant before is kept, so that toggling back is immediate; nothing else is.
  assert.equal(hosted.engine.sessions, 4)
  const loads = hosted.engine.loads
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  assert.equal(hosted.engine.loads, loads)
})

test('a damaged variant leaves the one before in place, and says why without telling paths', longTimeout, async () => {
  const { client } = hosted
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  await filmUntil(() => client.all('live-pass').length === 1)
  const show = client.call('live-show', { variants: [damaged], device: 'cpu' })
  await assert.rejects(show, refused('hash-mismatch', /^damaged\/weights\.safetensors/))
  await assert.rejects(client.call('live-show', { variants: [tiny, damaged], device: 'cpu' }), refused('hash-mismatch'))
  await assert.rejects(client.call('live-show', { variants: ['no/such'], device: 'cpu' }), refused('variant-unknown'))
  await filmUntil(() => client.all('live-pass').length === 3)
  assert.equal(client.all('live-pass')[2]!.pass, 3) // the memory went on
  assert.equal(hosted.engine.sessions, 2)
})

test('of two toggles in a hurry the last one counts', longTimeout, async () => {
  const { client } = hosted
  const [first, second] = await Promise.allSettled([
    client.call('live-show', { variants: [tiny], device: 'cpu' }),
    client.call('live-show', { variants: [other], device: 'cpu' }),
  ])
  assert.equal(first.status, 'rejected')
  refused('cancelled')(first.reason)
  assert.equal(second.status, 'fulfilled')
  const { lanes } = await client.ready()
  assert.deepEqual([lanes.length, lanes[0]!.variant], [1, other])
})

test('a second variant joins and leaves without disturbing the first', longTimeout, async () => {
  const { client } = hosted
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  await filmUntil(() => client.all('live-pass').length === 1)
  await client.call('live-show', { variants: [tiny, other], device: 'cpu' })
  await filmUntil(() => client.all('live-agreement').length === 1)
  const passes = client.all('live-pass').filter(({ variant }) => variant === tiny)
  assert.deepEqual(
    passes.map(({ pass }) => pass),
    passes.map((_, i) => i + 1),
  )
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  assert.equal((await client.ready()).lanes.length, 1)
  await client.call('live-show', { variants: [], device: 'cpu' })
  client.credit = undefined
  client.send({ type: 'live-frame', credit: 0, seq, time: seq, crops: [] })
  await client.call('list-devices', {})
  assert.equal(client.credit, undefined)
})

test('lists what there is', longTimeout, async () => {
  const { client } = hosted
  const { variants, default: first } = await client.call('list-variants', {})
  assert.deepEqual(variants.map(({ id }) => id).toSorted(), [damaged, other, tiny].toSorted())
  assert.equal(first, undefined) // none was trained
  assert.deepEqual(
    variants[0]!.labels.map(({ label }) => label),
    ['walking', 'waving', 'no action'],
  )
  const { devices } = await client.call('list-devices', {})
  assert.equal(devices.find(({ device }) => device === 'cpu')?.available, true)
})
