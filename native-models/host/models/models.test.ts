import assert from 'node:assert/strict'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { own, startModelHosts, said, shipped, type HostedModels } from './hosted-models.fixture.ts'
import { longTimeout, scene } from '../hosted.fixture.ts'

const ids = (variants: readonly { readonly id: string }[]): string[] => variants.map(({ id }) => id)

describe('how fast a variant is here', () => {
  let hosted: HostedModels
  before(() => (hosted = startModelHosts()))
  after(() => hosted.end())

  test('medians over a few passes, the parts of a pass, and the device that ran them', longTimeout, async () => {
    const client = hosted.connect()
    const speed = await client.call('variant-measure', { variant: shipped, device: 'cpu' })
    const { pass, encode, clip } = speed.milliseconds
    assert.equal(speed.device, 'cpu')
    assert.equal(speed.frames, 4)
    assert.ok(speed.passes >= 1 && speed.passes <= 9)
    assert.ok(encode! > 0 && clip! > 0 && pass > clip!)
  })

  test('beside live, whose frames go first; and what runs live runs on', longTimeout, async () => {
    const client = hosted.connect()
    await client.call('live-settings', { threshold: 0 })
    await client.call('live-show', { variants: [shipped], device: 'cpu' })
    const measured = client.call('variant-measure', { variant: own, device: 'cpu' })
    for (let seq = 0; seq < 12; seq++) {
      await client.ready()
      client.camera(seq, 1 + seq / 5, (size) => scene(size, seq))
    }
    await measured
    await client.next('live-pass', 0)
    assert.equal(client.all('live-failed').length, 0)
  })

  test('no step begins while a live frame is worked on', longTimeout, async () => {
    const client = hosted.connect()
    await client.call('variant-measure', { variant: shipped, device: 'cpu' }) // loaded
    await client.call('live-show', { variants: [shipped], device: 'cpu' })
    await client.ready()
    const release = hosted.engine.hold()
    const before = hosted.engine.runs
    client.camera(0, 1, (size) => scene(size, 0))
    while (hosted.engine.runs === before) await new Promise(setImmediate)
    const measured = client.call('variant-measure', { variant: shipped, device: 'cpu' })
    await client.call('list-devices', {}) // so the request before it has come, too
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.equal(hosted.engine.runs, before + 1)
    release()
    await measured
  })

  test('one that there is not is refused', async () => {
    const client = hosted.connect()
    await assert.rejects(client.call('variant-measure', { variant: 'no/such', device: 'cpu' }), /variant-unknown/)
  })
})

describe("the user's own variants", () => {
  test('renamed, in every window', async () => {
    const hosted = startModelHosts()
    const [one, other] = [hosted.connect(), hosted.connect()]
    const changed = other.next('variants-changed', 0)
    assert.deepEqual(await one.call('variant-rename', { variant: own, title: 'Mine', id: 'res34-se-im-net/mine' }), {
      variant: 'res34-se-im-net/mine',
    })
    await changed
    const { variants } = await other.call('list-variants', {})
    assert.deepEqual(ids(variants), [shipped, 'res34-se-im-net/mine'])
    assert.deepEqual(variants.at(-1)?.title, 'Mine')
    await assert.rejects(one.call('variant-rename', { variant: shipped, title: 'Mine' }), /came with Actscope/)
    const mine = { variant: 'res34-se-im-net/mine' }
    await assert.rejects(one.call('variant-rename', { ...mine, id: shipped }), /already/)
    await assert.rejects(one.call('variant-rename', { ...mine, id: '../../elsewhere' }), /manifest-invalid/)
    await hosted.end()
  })

  test('removed, unless it runs live in some window', longTimeout, async () => {
    const hosted = startModelHosts()
    const [one, other] = [hosted.connect(), hosted.connect()]
    await other.call('live-show', { variants: [own], device: 'cpu' })
    await assert.rejects(one.call('variant-remove', { variant: own }), /runs live/)
    assert.equal((await one.call('list-variants', {})).variants.length, 2)
    await other.call('live-show', { variants: [shipped], device: 'cpu' })
    const changed = other.next('variants-changed')
    await one.call('variant-remove', { variant: own })
    await changed
    assert.deepEqual(ids((await other.call('list-variants', {})).variants), [shipped])
    assert.deepEqual(readdirSync(join(hosted.folder, 'models')), [])
    await assert.rejects(one.call('variant-remove', { variant: shipped }), /came with Actscope/)
    assert.ok(existsSync(join(hosted.folder, 'shipped', 'tiny', 'manifest.json')))
    await hosted.end()
  })

  test('checked: well, or what is wrong, without a path', async () => {
    const hosted = startModelHosts()
    const client = hosted.connect()
    assert.deepEqual(await client.call('variant-verify', { variant: own }), {})
    assert.deepEqual(await client.call('variant-verify', { variant: shipped }), {})
    writeFileSync(join(hosted.folder, 'models', 'own', 'weights.safetensors'), 'nothing of the kind')
    const { error } = await client.call('variant-verify', { variant: own })
    assert.equal(error?.code, 'hash-mismatch')
    assert.ok(!said(client).includes(hosted.folder), said(client))
    await hosted.end()
  })
})
