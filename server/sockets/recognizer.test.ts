import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Socket } from 'node:net'
import test, { after, before, describe } from 'node:test'
import { scene } from '../../native-models/host/hosted.fixture.ts'
import { largestFrame } from '../../native-models/protocol/wire.ts'
import { temporaryFolder, writePattern } from '../../native-models/video/video.fixture.ts'
import { WebSocket } from 'ws'
import { connectionLimit } from './sockets.ts'
import {
  clientId,
  connect,
  dial,
  http,
  runServer,
  own,
  longTimeout,
  tiny,
  token,
  upload,
  type RunningServer,
} from '../server.fixture.ts'

let running: RunningServer
const clip = join(temporaryFolder(), 'clip.mp4')
before(async () => {
  await writePattern(clip, 40, { fps: 10, width: 64, height: 48 })
  running = await runServer({ videos: [clip] })
})
after(() => running.end())

const closed = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) =>
    socket.once('close', (code: number) => {
      resolve(code)
    }),
  )

describe('a page and its recognizer', () => {
  test('live, over a real WebSocket', longTimeout, async () => {
    const { socket, client } = await connect(running)
    const { variants } = await client.call('list-variants', {})
    assert.deepEqual(
      variants.map(({ id }) => id),
      [tiny],
    )
    await client.call('live-settings', { threshold: 0 })
    await client.call('live-show', { variants: [tiny], device: 'cpu' })
    for (let seq = 0; seq < 60; seq++) {
      await client.ready()
      client.camera(seq, 3 + seq / 30, (size) => scene(size, seq / 30))
    }
    const pass = await client.next('live-pass', 0)
    assert.equal(pass.prediction.length, 3)
    assert.ok(pass.prediction instanceof Float32Array)
    socket.close()
  })

  test('a file that was uploaded, and one of the command line', longTimeout, async () => {
    const { socket, client } = await connect(running, clientId(1))
    const uploaded = JSON.parse((await upload(running, 'my clip.mp4', readFileSync(clip), clientId(1))).text) as {
      id: string
    }
    const { files } = JSON.parse((await http(running, { path: '/files', headers: own(running) })).text) as {
      files: { id: string; bytes: number }[]
    }
    assert.equal(files[0]!.bytes, statSync(clip).size)
    const labels: Float32Array[] = []
    for (const file of [uploaded.id, files[0]!.id]) {
      const { job } = await client.call('file-recognize', {
        file,
        variant: tiny,
        device: 'cpu',
        timeline: true,
        settings: {},
      })
      const end = await client.until(() => client.all('file-end').find((event) => event.job === job))
      assert.equal(end.result.outcome, 'done')
      labels.push(client.all('file-label').find((event) => event.job === job)!.probabilities)
    }
    assert.deepEqual(labels[0], labels[1])
    socket.close()
  })

  test('a picture of a file that the browser cannot play', longTimeout, async () => {
    const { socket, client } = await connect(running, clientId(1))
    const { files } = JSON.parse((await http(running, { path: '/files', headers: own(running) })).text) as {
      files: { id: string }[]
    }
    const { preview } = await client.call('preview-open', { file: files[0]!.id, from: 0, side: 32 })
    client.send({ type: 'preview-credit', preview, frames: 1 })
    const { width, height, rgb } = await client.next('preview-frame', 0)
    assert.deepEqual([width, height, rgb.length], [32, 24, 32 * 24 * 3])
    socket.close()
  })

  test('no path of the disk is told, and no path is opened', longTimeout, async () => {
    const { socket, client } = await connect(running, clientId(1))
    const { text } = await upload(running, 'nonsense.mp4', Buffer.from('this is no video'), clientId(1))
    const { id } = JSON.parse(text) as { id: string }
    const ask = { variant: tiny, device: 'cpu', timeline: false, settings: {} } as const
    for (const file of [id, clip, `../${id}`, '/etc/passwd', 'file:///etc/passwd']) {
      const { job } = await client.call('file-recognize', { ...ask, file })
      const { result } = await client.until(() => client.all('file-end').find((event) => event.job === job))
      const said = result.outcome === 'failed' ? result.error.message : result.outcome
      assert.match(said, file === id ? /nonsense\.mp4/ : /not known here/)
    }
    const other = await connect(running, clientId(2))
    const { job } = await other.client.call('file-recognize', { ...ask, file: id })
    const { result } = await other.client.until(() => other.client.all('file-end').find((event) => event.job === job))
    assert.equal(result.outcome === 'failed' ? result.error.code : '', 'video-missing') // another page's
    const said = JSON.stringify([client.received, other.client.received])
    assert.ok(!said.includes(running.server.folder) && !said.includes('/tmp'), said)
    socket.close()
    other.socket.close()
  })

  test('what is no message is answered, and the connection goes on', longTimeout, async () => {
    const { socket, client } = await connect(running)
    for (const junk of [Buffer.alloc(0), Buffer.from('junk'), Buffer.alloc(1000, 255)]) socket.send(junk)
    socket.send('text')
    await client.until(() => client.all('error').length === 4)
    await client.call('list-devices', {})
    socket.close()
  })

  test('a message that is too large ends the connection, and no other', longTimeout, async () => {
    const { socket } = await connect(running)
    const other = await connect(running, clientId(1))
    const end = closed(socket)
    socket.send(Buffer.alloc(largestFrame + 1))
    assert.equal(await end, 1009)
    await other.client.call('list-devices', {})
    other.socket.close()
  })
})

describe('who may connect', () => {
  test('with the token, from the own page, by an own name', async () => {
    const name = `actscope-token.${token}`
    for (const protocols of [[], ['actscope'], ['actscope', 'actscope-token.'], ['actscope', `${name}x`], [token]])
      assert.equal(await dial(running, { protocols }), 401, protocols.join())
    assert.equal(await dial(running, { protocols: [name] }), 400)
    for (const origin of ['', 'null', 'http://evil.example', `https://${running.authority}`])
      assert.equal(await dial(running, { origin }), 403, origin)
    for (const host of ['evil.example', `evil.example:${running.server.port}`, '127.0.0.1'])
      assert.equal(await dial(running, { host, origin: `http://${host}` }), 421, host)
    assert.equal(await dial(running, { path: '/other' }), 404)
    assert.equal(await dial(running, { path: '//' }), 404)
    for (const client of ['', 'x', clientId(0).slice(1)])
      assert.equal(await dial(running, { path: `/recognizer?client=${client}` }), 400)
  })

  test('at most so many at a time, and again when one has gone', longTimeout, async () => {
    const crowded = await runServer()
    const all = []
    for (let i = 0; i < connectionLimit; i++) all.push(await connect(crowded, clientId(i)))
    const path = `/recognizer?client=${clientId(99)}`
    assert.equal(await dial(crowded, { path }), 503)
    for (const { client } of all) await client.call('list-devices', {})
    all[0]!.socket.close()
    while (typeof (await dial(crowded, { path })) === 'number') await new Promise((resolve) => setTimeout(resolve, 20))
    await crowded.end()
  })

  test('one page too many, which then sends nonsense, takes nobody with it', longTimeout, async () => {
    const full = await runServer({ grace: 60_000 })
    for (let i = 0, status = 0; status !== 503; i++)
      ({ status } = await upload(full, 'x.mp4', Buffer.from('x'), clientId(i)))
    const path = `/recognizer?client=${clientId(999)}`
    const headers = { origin: `http://${full.authority}` }
    const socket = new WebSocket(`ws://${full.authority}${path}`, ['actscope', `actscope-token.${token}`], { headers })
    const end = closed(socket)
    socket.on('open', () => (Reflect.get(socket, '_socket') as Socket).write(Buffer.alloc(16, 255)))
    socket.on('error', () => undefined)
    await end
    assert.equal((await http(full, {})).status, 200)
    await full.end()
  })

  test('a page that connects anew takes the place of its old connection', longTimeout, async () => {
    const old = await connect(running, clientId(5))
    const end = closed(old.socket)
    const { socket, client } = await connect(running, clientId(5))
    assert.equal(await end, 4001)
    await client.call('list-devices', {})
    socket.close()
  })
})

test('a page that has vanished is noticed', longTimeout, async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const watchful = await runServer({ heartbeat: 100 })
  const alive = await connect(watchful)
  const dead = await dial(watchful, { path: `/recognizer?client=${clientId(1)}` })
  assert.ok(dead instanceof WebSocket)
  const end = closed(dead)
  dead.pong = () => undefined // it answers no longer
  const asked = once(alive.socket, 'ping')
  t.mock.timers.tick(100)
  await asked
  await alive.client.call('list-devices', {}) // its answer to the question has come before
  t.mock.timers.tick(100)
  assert.equal(await end, 1006)
  await alive.client.call('list-devices', {})
  await watchful.end()
})

test('the end is clean: connections closed, recognizers given back, though one works', longTimeout, async () => {
  const ending = await runServer()
  const { socket, client } = await connect(ending)
  await client.call('live-show', { variants: [tiny], device: 'cpu' })
  await client.ready()
  client.camera(0, 3, (size) => scene(size, 0))
  const end = closed(socket)
  await ending.end()
  assert.equal(await end, 1001)
  await assert.rejects(http(ending, {}), /ECONNREFUSED/)
})

test('a video that is not there is refused before anything is served', async () => {
  await assert.rejects(runServer({ videos: ['/no/such/video.mp4'] }), /no such file/)
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'x'), '')
  await assert.rejects(runServer({ videos: [folder] }), /is no file/)
})
