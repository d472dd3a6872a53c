import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { OfferBook } from '../../models/download/fetch-offer.ts'
import type { HostEvent } from '../../protocol.ts'
import type { Client } from '../client.fixture.ts'
import { startModelHosts, own, said, type HostedModels } from './hosted-models.fixture.ts'
import { longTimeout } from '../hosted.fixture.ts'

/** Weights of a start for training: any file will do, as nothing is made of it. */
const content = Uint8Array.from({ length: 400_000 }, (_, i) => (i * 31 + (i >> 8)) % 256)
const sha256 = createHash('sha256').update(content).digest('hex').slice(0, 8)

type End = Extract<HostEvent, { type: 'offer-end' }>

let server: Server
let book: OfferBook
let hosted: HostedModels
let asked: string[] = []
/** After so many bytes the server waits until it is let go. */
let stopAfter = Infinity

before(async () => {
  server = createServer((request, response) => {
    asked.push(request.headers.range ?? 'whole')
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    response.writeHead(from > 0 ? 206 : 200, {
      etag: '"one"',
      'content-length': content.length - from,
      ...(from > 0 && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
    })
    const rest = content.subarray(from)
    if (rest.length <= stopAfter) response.end(rest)
    else response.write(rest.subarray(0, stopAfter))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const offer = { title: 'A start', bytes: content.length, licence: 'MIT', sha256 }
  book = {
    allow: (url) => url.origin === base,
    offers: [
      { ...offer, name: 'start', url: `${base}/start.pth` },
      { ...offer, name: 'other', url: `${base}/other.pth`, sha256: '00000000' },
      {
        ...offer,
        name: 'r3d-18/kinetics-400',
        url: `${base}/r3d.pth`,
        variant: { network: 'r3d-18', name: 'kinetics-400', set: 'kinetics-400' },
      },
      {
        ...offer,
        name: own,
        url: `${base}/own.pth`,
        variant: { network: 'res34-se-im-net', name: 'own', set: 'kinetics-400' },
      },
    ],
  }
})
after(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  asked = []
  stopAfter = Infinity
  hosted = startModelHosts({ offers: book })
})

const end = (client: Client): Promise<End> => client.next('offer-end')

describe('models that can be fetched', () => {
  test('are listed, and nothing is asked of the network', async () => {
    const { offers } = await hosted.connect().call('offers-list', {})
    assert.deepEqual(
      offers.map(({ name, runs, state }) => [name, runs, state.state]),
      [
        ['start', false, 'offered'],
        ['other', false, 'offered'],
        ['r3d-18/kinetics-400', true, 'offered'],
        [own, true, 'here'],
      ],
    )
    assert.deepEqual(asked, [])
    await hosted.end()
  })

  test('by their name, with progress in every window', longTimeout, async () => {
    const [one, other] = [hosted.connect(), hosted.connect()]
    const ended = [end(one), end(other)]
    await one.call('offer-get', { name: 'start' })
    for (const each of ended) assert.deepEqual((await each).result, { outcome: 'done' })
    assert.ok(other.all('offer-progress').some(({ done, total }) => done === total && total === content.length))
    const path = join(hosted.folder, 'models', '.downloads', 'start.pth')
    assert.deepEqual(new Uint8Array(readFileSync(path)), content)
    const { offers } = await one.call('offers-list', {})
    assert.deepEqual(offers[0]!.state, { state: 'here' })
    await assert.rejects(one.call('offer-get', { name: 'https://example.org/x' }), /Nothing is offered/)
    await hosted.end()
  })

  test('stopped, and then on from there', longTimeout, async () => {
    const client = hosted.connect()
    stopAfter = 150_000
    await client.call('offer-get', { name: 'start' })
    await client.until(() => client.all('offer-progress').some(({ done }) => done > 0))
    await client.call('offer-get', { name: 'start' }) // it is under way
    const stopped = end(client)
    await client.call('offer-cancel', { name: 'start' })
    assert.deepEqual((await stopped).result, { outcome: 'cancelled' })
    const { size } = statSync(join(hosted.folder, 'models', '.downloads', 'start.pth.part'))
    const { offers } = await client.call('offers-list', {})
    assert.deepEqual(offers[0]!.state, { state: 'offered', done: size })
    stopAfter = Infinity
    const done = end(client)
    await client.call('offer-get', { name: 'start' })
    assert.equal((await done).result.outcome, 'done')
    assert.deepEqual(asked, ['whole', `bytes=${size}-`])
    await hosted.end()
  })

  test('what is there already is not fetched in vain', longTimeout, async () => {
    const client = hosted.connect()
    const ended = end(client)
    await client.call('offer-get', { name: own })
    const { result } = await ended
    assert.match(result.outcome === 'failed' ? result.error.message : result.outcome, /already/)
    assert.deepEqual(asked, [])
    await hosted.end()
  })

  test('another file than the one that is known, or no weights, is not kept', longTimeout, async () => {
    const client = hosted.connect()
    for (const [name, code] of [
      ['other', 'hash-mismatch'],
      ['r3d-18/kinetics-400', 'weights-unreadable'],
    ] as const) {
      const ended = end(client)
      await client.call('offer-get', { name })
      const { result } = await ended
      assert.equal(result.outcome === 'failed' ? result.error.code : result.outcome, code)
    }
    assert.equal((await client.call('list-variants', {})).variants.length, 2)
    assert.ok(!said(client).includes(hosted.folder), said(client))
    await hosted.end()
  })

  test('end with the last window, and what is there stays', longTimeout, async () => {
    const client = hosted.connect()
    stopAfter = 150_000
    await client.call('offer-get', { name: 'start' })
    await client.until(() => client.all('offer-progress').some(({ done }) => done > 0))
    await hosted.close()
    const path = join(hosted.folder, 'models', '.downloads', 'start.pth')
    assert.ok(existsSync(`${path}.part`) && !existsSync(path))
    await hosted.end()
  })
})
